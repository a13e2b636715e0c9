"""Invitations, magic links and access by them."""
