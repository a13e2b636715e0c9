"""Import of a briefing note as a draft session.

`reading` turns a file into blocks, `recognising` says what the blocks are, `drafting` writes the
rows, and `completeness` checks that no word was lost.
"""
