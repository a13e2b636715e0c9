"""From rows to a document: one pass over a session, in a constant number of queries."""
