"""Where workbooks stand: one module a kind."""
