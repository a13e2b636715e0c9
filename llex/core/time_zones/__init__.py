"""Time zones: their names, the list to choose from, and moments typed and read in them."""
