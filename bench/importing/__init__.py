"""A bench of the import of notes: invented notes in the shapes of real ones, and what is right."""
