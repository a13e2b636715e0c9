"""Health checks, heartbeats and logs."""
