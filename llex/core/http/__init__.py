"""Middleware, and what is read from a request."""
