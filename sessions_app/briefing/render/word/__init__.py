"""Parts of the Word file."""
