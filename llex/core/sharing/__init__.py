"""The pictures that other sites show beside a link (Open Graph), drawn for each page."""
