"""The core: grids, maps, map types, and the way from one to the other. No input, no output, no clock."""
