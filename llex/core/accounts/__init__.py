"""Log-in, its limits and the second factor."""
