"""Planning a session."""
