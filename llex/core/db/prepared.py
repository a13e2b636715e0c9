"""Statements that PostgreSQL plans once per connection, not once per call.

Django writes the values into a statement's text, so that the server plans it every time. For a
complex statement that a whole hall sends within a minute, planning takes longer than executing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper


@contextmanager
def prepared_cursor() -> Iterator[CursorWrapper]:
    """Yield a cursor that sends values separately from the statement, which stays prepared.

    For PostgreSQL only, see `llex.core.db.connections`. It raises Django's errors, as the usual
    cursor does. Where statements are logged it is the usual one, because Django logs only those
    that contain their values.
    """
    # There is no such module to import where psycopg is not installed.
    from django.db.backends.postgresql.base import ServerBindingCursor

    # The usual one is opened for what comes with it: a connection, and that it is a sound one.
    with connection.cursor() as usual:
        if connection.queries_logged:
            yield usual
            return
        server: Any = ServerBindingCursor
        with connection.make_cursor(server(usual.connection)) as cursor:
            yield cursor
