"""Every kind of public page beside a constant view, and without the application."""
