"""The translation desk: a session's texts in each language, how far they are, and who has them."""
