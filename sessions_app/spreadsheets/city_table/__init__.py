"""The table that organisers have: one row a city, with who represented it and what it said."""
