"""Descriptions of pages for search engines: JSON-LD in the vocabulary of schema.org."""
