"""Views for visitors and officers, one module per subject."""
