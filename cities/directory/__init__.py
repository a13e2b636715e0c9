"""Cities, and the gazetteer they come from."""
