"""The charts of a note as pictures and as data."""
