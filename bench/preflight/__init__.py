"""Errors put into clean notes, to measure what the check of a note finds and alarms about."""
