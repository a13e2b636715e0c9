"""Finding what cities did: what a reader asks for, the index asked for it, and what is shown."""
