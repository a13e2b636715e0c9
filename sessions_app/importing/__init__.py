"""A briefing note that somebody wrote becomes a draft session.

`reading` turns a file into blocks, `recognising` says what the blocks are, `drafting` writes the
rows, and `ledger` checks that no word was lost on the way.
"""
