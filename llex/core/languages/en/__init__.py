"""English as cities of all countries read it."""
