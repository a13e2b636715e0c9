"""Texts out to translators' own programs and back: XLIFF 2 and XLSX, safe against edits between."""
