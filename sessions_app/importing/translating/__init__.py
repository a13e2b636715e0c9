"""The same note in another language: matched with the session it belongs to, text by text.

`targets` lists what the session has, `note_texts` what the note has, `matching` puts the two side
by side, and `writing` writes the translations.
"""
