"""Foundations, independent of the domain's apps."""
