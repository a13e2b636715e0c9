"""What programs that read the web are told: the pages that there are, and those to leave alone."""
