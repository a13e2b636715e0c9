"""Pages for programs that read the web: which pages there are, and which to leave alone."""
