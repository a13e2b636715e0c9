"""The spreadsheet of services."""
