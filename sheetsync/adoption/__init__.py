"""Existing free-form sheets → the map they mean: a proposal with a confidence for every stage and field, and a list of all that found no place."""
