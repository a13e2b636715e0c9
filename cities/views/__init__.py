"""What visitors and officers open, one module per subject."""
