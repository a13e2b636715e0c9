"""Charts of ratings: laid out once, for pages and for pictures."""
