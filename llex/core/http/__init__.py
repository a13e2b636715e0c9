"""Middleware, headers, and helpers that read requests."""
