"""Figures about sessions for organisers and funders: counted, drawn, and as a spreadsheet."""
