"""Findings and comment threads: what we say on a cell, and when we say it, take it back or say it again. Pure; tasks carry it out."""
