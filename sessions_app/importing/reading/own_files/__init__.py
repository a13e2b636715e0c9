"""Files that the site wrote itself: they come back as they were.

Their formats say what each block is, by their words or their markup; `recognising.own_note` makes
a note of it.
"""
