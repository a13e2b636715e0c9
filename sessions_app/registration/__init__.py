"""Registering for a session: asking, confirming, the waiting list, and the personal page."""
