"""Applications from cities without an invitation."""
