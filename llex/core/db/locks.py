"""Locks by name, for what has no row yet that could be locked."""

from django.db import connection


def lock(name: str) -> None:
    """Wait until no other transaction holds the lock *name*; hold it until the end of this one.

    On SQLite there is nothing to do: there a transaction is the only one that writes.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
