"""Data for the public pages of sessions and notes."""
