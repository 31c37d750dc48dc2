"""One verb a file: ports in, values out."""
