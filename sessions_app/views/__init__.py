"""The public pages: home, sessions and their notes."""
