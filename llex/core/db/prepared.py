"""Statements that PostgreSQL plans once for each connection, not once for each call.

Django writes the values into a statement's text, so that the server meets a new one every time. For
most that is no matter; for a statement of several parts that a whole hall sends in one minute,
planning takes longer than doing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper


@contextmanager
def prepared_cursor() -> Iterator[CursorWrapper]:
    """Give a cursor that sends values apart from their statement, which so stays prepared.

    For PostgreSQL alone, see `llex.core.db.options`. It raises the errors of Django, as the usual
    one does. Where statements are logged it is the usual one, because Django can only write those
    down that hold their values.
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
