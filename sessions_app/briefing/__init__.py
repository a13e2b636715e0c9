"""The briefing: rows → compose → document → render → edition."""
