"""Writing the content of editions into the tables that public pages read."""
