"""The note from its first line to its last, walked once for every format without a layout."""
