"""People in sessions."""
