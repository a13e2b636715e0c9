"""The rows of all tables as lines of JSON, of any database, into any database.

Tables are read and written as they are, without the models' managers, signals and `save`: what is
restored is what was there, whatever a model would make of it today.
"""

import base64
import datetime as dt
import decimal
import json
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import IO, Any, Final

from django.apps import apps
from django.db import connection, transaction
from django.db.models import Field, JSONField, Model, QuerySet, Value

from llex.core.backup.errors import BackupError

_AT_ONCE: Final = 1000
# Tables that `migrate` fills in every new database.
_FILLED_BY_MIGRATE: Final = frozenset(
    {
        "django_content_type",
        "auth_permission",
        "auth_group",
        "auth_group_permissions",
    }
)


def tables() -> list[type[Model]]:
    """Return a model for each table that belongs to the site."""
    models = apps.get_models(include_auto_created=True)
    return [model for model in models if model._meta.managed and not model._meta.proxy]


@contextmanager
def snapshot() -> Iterator[None]:
    """Read one snapshot of the database inside the context, while others go on writing."""
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            with transaction.atomic(durable=True):
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                yield
            return
        # Django's own transactions take the lock of writers.
        cursor.execute("BEGIN DEFERRED")
        try:
            cursor.execute("SELECT count(*) FROM sqlite_master")
            cursor.fetchall()
            yield
        finally:
            cursor.execute("ROLLBACK")


def occupied() -> str:
    """Return the name of a table that holds what `migrate` did not write, or nothing."""
    return next(
        (
            str(model._meta.db_table)
            for model in tables()
            if model._meta.db_table not in _FILLED_BY_MIGRATE and QuerySet(model).exists()
        ),
        "",
    )


# --- Out ------------------------------------------------------------------------------------------


def dump(model: type[Model], output: IO[bytes]) -> int:
    """Write a line with the columns, then one for each row. Return how many rows there are."""
    fields = _fields(model)
    columns = [(field.column, isinstance(field, JSONField)) for field in fields]
    output.write(_line([list(column) for column in columns]))
    count = 0
    names = [field.attname for field in fields]
    for row in QuerySet(model).order_by("pk").values_list(*names).iterator(_AT_ONCE):
        values = [
            value if is_json else _encoded(value)
            for value, (_name, is_json) in zip(row, columns, strict=True)
        ]
        output.write(_line(values))
        count += 1
    return count


def _fields(model: type[Model]) -> list[Field[Any, Any]]:
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def _line(values: list[Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _encoded(value: Any) -> Any:
    match value:
        case None | bool() | int() | float() | str():
            return value
        case dt.datetime() | dt.date() | dt.time():
            return [type(value).__name__, value.isoformat()]
        case dt.timedelta():
            return ["timedelta", [value.days, value.seconds, value.microseconds]]
        case decimal.Decimal() | uuid.UUID():
            return [type(value).__name__, str(value)]
        case bytes() | memoryview():
            return ["bytes", base64.b64encode(bytes(value)).decode()]
    raise TypeError(f"A {type(value).__name__} cannot be backed up.")


# --- In -------------------------------------------------------------------------------------------


def clear() -> None:
    """Empty all tables. Call it in a transaction; others wait for its end before they write."""
    quote = connection.ops.quote_name
    names = [quote(model._meta.db_table) for model in tables()]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"LOCK TABLE {', '.join(names)} IN EXCLUSIVE MODE")
        for name in names:
            cursor.execute(f"DELETE FROM {name}")  # noqa: S608 - not user input


def load(model: type[Model], lines: Iterable[bytes]) -> int:
    """Insert the rows that `dump` wrote. Raise BackupError for other columns than the table has."""
    fields = _fields(model)
    by_column = {field.column: field for field in fields}
    rows = iter(lines)
    columns = [tuple(column) for column in json.loads(next(rows))]
    if {name for name, _is_json in columns} != set(by_column):
        raise BackupError(f"The table {model._meta.db_table} has other columns than the backup.")
    ordered = [(by_column[name], is_json) for name, is_json in columns]
    quote = connection.ops.quote_name
    sql = (
        f"INSERT INTO {quote(model._meta.db_table)} "  # noqa: S608 - not user input
        f"({', '.join(quote(name) for name, _is_json in columns)}) "
        f"VALUES ({', '.join(['%s'] * len(columns))})"
    )
    count = 0
    with connection.cursor() as cursor:
        while batch := [_prepared(line, ordered) for line in islice(rows, _AT_ONCE)]:
            cursor.executemany(sql, batch)
            count += len(batch)
    return count


def _prepared(line: bytes, fields: list[tuple[Field[Any, Any], bool]]) -> list[Any]:
    return [
        _for_database(field, value if is_json else _decoded(value))
        for (field, is_json), value in zip(fields, json.loads(line), strict=True)
    ]


def _for_database(field: Field[Any, Any], value: Any) -> Any:
    if value is None and isinstance(field, JSONField) and not field.null:
        # JSON's own null, since the column takes no other.
        value = Value(None, JSONField())
    return field.get_db_prep_save(value, connection)


def _decoded(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    kind, written = value
    match kind:
        case "datetime" | "date" | "time":
            return getattr(dt, kind).fromisoformat(written)
        case "timedelta":
            days, seconds, microseconds = written
            return dt.timedelta(days, seconds, microseconds)
        case "Decimal":
            return decimal.Decimal(written)
        case "UUID":
            return uuid.UUID(written)
        case "bytes":
            return base64.b64decode(written)
    raise BackupError(f"The backup holds a value of an unknown kind: {kind}")


# --- Numbers that are given next ------------------------------------------------------------------


def next_numbers() -> dict[str, int]:
    """Return by table the number of the next row, so that none of a deleted row is given again."""
    found: dict[str, int] = {}
    with connection.cursor() as cursor:
        for model in tables():
            if sequence := _sequence(cursor, model):
                table = str(model._meta.db_table)
                if connection.vendor == "sqlite":
                    cursor.execute("SELECT seq + 1 FROM sqlite_sequence WHERE name = %s", [table])
                else:
                    cursor.execute(f"SELECT last_value + is_called::int FROM {sequence}")  # noqa: S608
                if row := cursor.fetchone():
                    found[table] = int(row[0])
    return found


def set_next_numbers(numbers: dict[str, int]) -> None:
    """Set the next ids of new rows. On PostgreSQL, too, a rollback undoes this."""
    with connection.cursor() as cursor:
        for model in tables():
            table = str(model._meta.db_table)
            if not (sequence := _sequence(cursor, model)):
                continue
            number = int(numbers.get(table, 1))
            if connection.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute("INSERT INTO sqlite_sequence VALUES (%s, %s)", [table, number - 1])
            else:
                cursor.execute(f"ALTER SEQUENCE {sequence} RESTART WITH {number}")


def _sequence(cursor: Any, model: type[Model]) -> str:
    field = model._meta.auto_field
    if field is None:
        return ""
    table = str(model._meta.db_table)
    if connection.vendor == "sqlite":
        return table
    quoted = connection.ops.quote_name(table)
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [quoted, field.column])
    return str(cursor.fetchone()[0] or "")
