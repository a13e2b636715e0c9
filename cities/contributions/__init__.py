"""What cities contribute: typed, merged, handed in."""
