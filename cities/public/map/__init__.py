"""The map of the world: where a place stands on it, the land, and the points."""
