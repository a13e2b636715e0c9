"""Text from right to left in a PDF, written so that programs read the words out of it as they are.

Readers of PDF files (pdftotext, PDFium in Chrome, MuPDF) turn such text round character by
character, so a glyph that means several characters comes out reversed, and a mark that is placed
by itself tears its word apart. Here every character gets a cell of its own, in the order in which
the letters are seen, and looks as it did: docs/decisions/0046.
"""
