"""Show what waits for whom over all sessions, on the first page of the admin."""
