"""What search engines read of a page: JSON-LD in the vocabulary of schema.org."""
