"""The value that every format shows."""
