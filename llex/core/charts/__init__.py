"""Charts as pictures: what is drawn, and its files."""
