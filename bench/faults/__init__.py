"""Faults of the production set-up, and what is lost by them: nothing."""
