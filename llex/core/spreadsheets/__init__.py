"""Rows out to spreadsheet programs and in again: files, columns, the preview, the confirmation.

This package knows nothing of sessions or cities; each room states its sheets in `resources`.
"""
