"""The page of a session for its organisers: what there is, what is next, what stops the note."""
