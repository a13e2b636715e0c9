"""Contributions of cities: drafts, merging, submission."""
