"""The check of a note before it is published: its findings, by severity."""
