"""The map of the world: its projection, the part that is shown, points and labels."""
