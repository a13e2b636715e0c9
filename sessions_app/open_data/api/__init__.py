"""The read-only API of open data, made from the declarations of its tables."""
