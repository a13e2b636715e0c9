"""Live updates of an open consultation."""
