"""Versions, snapshots and what changed between them."""
