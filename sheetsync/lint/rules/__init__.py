"""One rule a file; the folder is the registry."""
