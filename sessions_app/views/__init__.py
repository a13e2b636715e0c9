"""The public pages: home, sessions, and the editions of their notes."""
