"""What an edition prints, written into the tables that public pages read."""
