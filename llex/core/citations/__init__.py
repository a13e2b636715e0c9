"""References to what is published: as text, and as files for reference managers."""
