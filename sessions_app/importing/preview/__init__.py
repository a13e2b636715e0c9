"""An uploaded note between its upload and the session: what is recognised, and putting it right.

`uploads` keeps the file as read, `answers` what was put right, `traces` says what each block was
taken for, and `drafts` what would be written.
"""
