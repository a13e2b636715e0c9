"""Settings and the small foundations that know nothing of sessions, cities or votes."""

__version__ = "0.1.0"
