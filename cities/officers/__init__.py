"""Memberships of officers, and their dashboard."""
