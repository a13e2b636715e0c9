"""One key for all the ways to write a name: a foundation, kept where cities look for it."""

from llex.spelling import fold

__all__ = ["fold"]
