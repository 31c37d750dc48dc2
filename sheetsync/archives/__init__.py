"""Where versions are stored: one module a kind."""
