"""Inviting speakers and representatives, and what they answer and send by a personal link."""
