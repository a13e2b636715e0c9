"""Marks of translations: their source, their state, and drafts by machine."""
