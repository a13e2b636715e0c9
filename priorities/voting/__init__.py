"""Casting ballots: the codes people type, and what a scale says to them."""
