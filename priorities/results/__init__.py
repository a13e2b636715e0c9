"""Results: counting, freezing, displaying and downloading."""
