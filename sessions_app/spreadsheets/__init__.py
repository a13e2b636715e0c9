"""A session as one workbook: out, edited in a spreadsheet program, and in again."""
