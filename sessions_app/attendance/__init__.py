"""Noting people as present: by the meeting tool's file, by list, and by the code at the door."""
