"""Searching a column of stems: FTS5 on SQLite, a GIN index on PostgreSQL, one lookup for both.

The column holds tokens of letters and digits that are compared as they are: stemming and folding
are done before (`llex.core.text.search_words`), so that both databases find the same. SQLite keeps
its index in a virtual table that triggers hold current; PostgreSQL indexes an expression.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Final

from django.db import models
from django.db.models import Lookup

_VECTOR: Final = "to_tsvector('simple'::regconfig, {column})"
# How the index is cut is left to the tokens: letters and digits stay together.
_TOKENIZER: Final = "unicode61 remove_diacritics 0"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Rows with at least one of the tokens or conditions."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    """Rows that fulfil all of the conditions."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """Rows that fulfil *number* of the conditions."""

    number: int
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Prefix:
    """Rows with a token that begins so."""

    start: str


Condition = AnyOf | AllOf | AtLeast | Prefix | str


def any_of(parts: Iterable[Condition]) -> Condition:
    """Return the condition that one of *parts* holds; there must be one."""
    found = tuple(dict.fromkeys(parts))
    return found[0] if len(found) == 1 else AnyOf(found)


def all_of(parts: Iterable[Condition]) -> Condition:
    """Return the condition that all of *parts* hold; there must be one."""
    found = tuple(dict.fromkeys(parts))
    return found[0] if len(found) == 1 else AllOf(found)


def at_least(number: int, parts: Iterable[Condition]) -> Condition:
    """Return the condition that *number* of *parts* hold."""
    found = tuple(parts)
    if number == 1:
        return any_of(found)
    return all_of(found) if number == len(found) else AtLeast(number, found)


@models.TextField.register_lookup
class Matches(Lookup[Any]):
    """`matches` on an indexed column of tokens, for a condition on them."""

    lookup_name = "matches"
    prepare_rhs = False

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        column, params = self.process_lhs(compiler, connection)
        query = f"{_VECTOR.format(column=column)} @@ to_tsquery('simple'::regconfig, %s)"
        return query, [*params, _written(self.rhs, _POSTGRESQL)]

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        model = self.lhs.target.model
        quote = connection.ops.quote_name
        index = quote(index_name(model, self.lhs.target.column))
        key = f"{quote(self.lhs.alias)}.{quote(model._meta.pk.column)}"
        found = f"SELECT rowid FROM {index} WHERE {index} MATCH %s"  # noqa: S608 - names of ours
        return f"{key} IN ({found})", [_written(self.rhs, _SQLITE)]


def index_name(model: Any, column: str) -> str:
    """Return what the index of a column is called."""
    return f"{model._meta.db_table}_{column}_index"


def create_index(schema_editor: Any, model: Any, column: str) -> None:
    """Create the index of a column; to be called by a migration.

    A migration that changes the table calls it again, `drop_index` before: SQLite makes the table
    anew, and its triggers go with the old one.
    """
    quote, name = schema_editor.quote_name, index_name(model, column)
    table = model._meta.db_table
    if schema_editor.connection.vendor == "postgresql":
        vector = _VECTOR.format(column=quote(column))
        schema_editor.execute(
            f"CREATE INDEX {quote(name)} ON {quote(table)} USING gin ({vector})"
            " WITH (fastupdate = off)"
        )
        return
    schema_editor.execute(
        f"CREATE VIRTUAL TABLE {quote(name)} USING fts5({quote(column)}, content={quote(table)},"
        f" content_rowid={quote('id')}, detail=none, tokenize='{_TOKENIZER}')"
    )
    for event, statements in _triggers(quote(name), quote(column)).items():
        schema_editor.execute(
            f"CREATE TRIGGER {quote(f'{name}_{event}')} AFTER {event} ON {quote(table)}"
            f" BEGIN {statements} END"
        )
    schema_editor.execute(f"INSERT INTO {quote(name)}({quote(name)}) VALUES ('rebuild')")  # noqa: S608


def ensure_index(connection: Any, model: Any, column: str) -> None:
    """Create the index of a column where its table has none, as where no migration made it."""
    name = index_name(model, column)
    look_up = "SELECT to_regclass(%s)"
    if connection.vendor == "sqlite":
        look_up = "SELECT max(name) FROM sqlite_master WHERE name = %s"
    with connection.cursor() as cursor:
        if model._meta.db_table not in connection.introspection.table_names(cursor):
            return
        cursor.execute(look_up, [name])
        if cursor.fetchone()[0] is None:
            quote = connection.ops.quote_name
            editor = SimpleNamespace(
                connection=connection, quote_name=quote, execute=cursor.execute
            )
            create_index(editor, model, column)


def drop_index(schema_editor: Any, model: Any, column: str) -> None:
    """Drop what `create_index` made."""
    quote, name = schema_editor.quote_name, index_name(model, column)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX {quote(name)}")
        return
    for event in ("INSERT", "UPDATE", "DELETE"):
        schema_editor.execute(f"DROP TRIGGER {quote(f'{name}_{event}')}")
    schema_editor.execute(f"DROP TABLE {quote(name)}")


def _triggers(index: str, column: str) -> dict[str, str]:
    """Return what keeps the index current, by the event of the table."""
    # Only names of ours are put into the statements.
    insert = f"INSERT INTO {index}(rowid, {column}) VALUES (new.id, new.{column});"  # noqa: S608
    columns = f"{index}({index}, rowid, {column})"
    delete = f"INSERT INTO {columns} VALUES ('delete', old.id, old.{column});"  # noqa: S608
    return {"INSERT": insert, "DELETE": delete, "UPDATE": delete + insert}


@dataclass(frozen=True, slots=True)
class _Syntax:
    """How a database writes a token, one that begins so, and what is between conditions."""

    token: str
    prefix: str
    both: str
    either: str


_POSTGRESQL: Final = _Syntax("'{}'", "'{}':*", " & ", " | ")
_SQLITE: Final = _Syntax('"{}"', '"{}" *', " AND ", " OR ")


def _written(condition: Condition, syntax: _Syntax) -> str:
    """Return a condition in the language of a database."""
    if isinstance(condition, str):
        return syntax.token.format(_safe(condition))
    if isinstance(condition, Prefix):
        return syntax.prefix.format(_safe(condition.start))
    if isinstance(condition, AtLeast):
        return _written(_spelled_out(condition), syntax)
    sign = syntax.both if isinstance(condition, AllOf) else syntax.either
    return f"({sign.join(_written(part, syntax) for part in condition.parts)})"


def _spelled_out(condition: AtLeast) -> Condition:
    """Return the same without counting: so many in one half, the rest in the other.

    Of eight, four at least name each six times; all combinations would, 35 times.
    """
    middle = len(condition.parts) // 2
    halves = condition.parts[:middle], condition.parts[middle:]
    choices = []
    for first in range(condition.number + 1):
        numbers = first, condition.number - first
        if all(number <= len(half) for number, half in zip(numbers, halves, strict=True)):
            pairs = zip(numbers, halves, strict=True)
            choices.append(all_of(at_least(number, half) for number, half in pairs if number))
    return any_of(choices)


def _safe(token: str) -> str:
    # Nothing else comes from the stems; nothing else may go into a query.
    return "".join(filter(str.isalnum, token)) or "0"
