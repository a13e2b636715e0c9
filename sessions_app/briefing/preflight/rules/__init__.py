"""The rules of the check, by subject: each is a function of a note that yields findings."""
