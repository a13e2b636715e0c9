"""Tables of open data: each declared once, for files, data packages, the API and its pages."""
