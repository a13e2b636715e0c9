"""Foundations that know nothing of sessions, cities or votes."""
