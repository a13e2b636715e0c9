"""The forms of officers' pages, one module per subject."""
