"""Caches: Redis, files and their options."""
