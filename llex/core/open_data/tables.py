"""The declaration of a table of open data: its fields, their meaning, and the records it holds.

A record is a dictionary as JSON has it. Spreadsheets, Table Schemas, the API and the pages that
explain them are made from the declaration.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import Any, Final

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from llex.core import languages

# Records that are in memory at a time.
BATCH: Final = 200

Words = str | Promise


class DataType(StrEnum):
    """The type of a field; a text has a value for each language of its note."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    MOMENT = "moment"
    ADDRESS = "address"
    TEXT = "text"
    ADDRESSES = "addresses"
    LIST = "list"
    NUMBERS = "numbers"
    OBJECT = "object"

    @property
    def is_by_language(self) -> bool:
        return self in (DataType.TEXT, DataType.ADDRESSES)

    @property
    def is_list(self) -> bool:
        return self in (DataType.LIST, DataType.NUMBERS)


@dataclass(frozen=True, slots=True)
class DataField:
    """A field of a record. *refers_to* is the table whose ids it holds, *values* are all it takes.

    One that is not *required* can be null. An object has *fields* of its own.
    """

    name: str
    type: DataType
    meaning: Words
    unit: Words = ""
    required: bool = True
    values: tuple[str, ...] = ()
    refers_to: str = ""
    minimum: float | None = None
    maximum: float | None = None
    example: Any = None
    fields: tuple[DataField, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a flat table: the *path* to its value in a record, and the language of a text."""

    name: str
    field: DataField
    path: tuple[str, ...]
    language: str = ""
    required: bool = True

    def value(self, record: Mapping[str, Any]) -> Any:
        """Return what a cell holds: a list with semicolons between its items."""
        found: Any = record
        for step in self.path:
            found = found.get(step) if found is not None else None
        if self.field.type.is_list:
            return ";".join(map(str, found or ()))
        return found


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table. *key* are the fields that identify a record; *filters* lead from a name to a lookup.

    *query* returns the rows in a stable order, *records* makes records of some of them with a
    constant number of queries.
    """

    name: str
    title: Words
    about: Words
    fields: tuple[DataField, ...]
    key: tuple[str, ...]
    query: Callable[[], QuerySet[Any]]
    records: Callable[[Sequence[Any]], Iterable[Mapping[str, Any]]]
    filters: Mapping[str, str] = field(default_factory=dict)

    def rows(self, chosen: Mapping[str, Any]) -> QuerySet[Any]:
        """Return the rows that the values of filters leave."""
        rows = self.query()
        model: type[Model] = rows.model
        for name, value in chosen.items():
            # By key, so that a row is not found twice where a filter finds two things of it.
            found = model._base_manager.filter(**{self.filters[name]: value})
            rows = rows.filter(pk__in=found.values("pk"))
        return rows

    def shaped(self, rows: Sequence[Any]) -> Iterator[dict[str, Any]]:
        """Yield rows as records with the declared fields alone."""
        for record in self.records(rows):
            yield _shaped(record, self.fields)

    def all_records(self, chosen: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield all records, of which only some are in memory at a time."""
        rows = self.rows(chosen).iterator(chunk_size=BATCH)
        while batch := list(islice(rows, BATCH)):
            yield from self.shaped(batch)
            release(batch)

    def columns(self) -> list[Column]:
        """Return the columns of the table in a spreadsheet."""
        return list(_columns(self.fields, (), "", is_required=True))


def release(rows: Iterable[Model]) -> None:
    """Forget the relations of rows that are done with.

    Rows that know each other are freed late, by the collector of circles, not as they are left.
    """
    for row in rows:
        for related in row._state.fields_cache.values():
            if isinstance(related, Model):
                related._state.fields_cache.clear()
        row._state.fields_cache.clear()


def _shaped(record: Mapping[str, Any], fields: Iterable[DataField]) -> dict[str, Any]:
    shaped: dict[str, Any] = {}
    for one in fields:
        value = record[one.name]
        nested = one.type is DataType.OBJECT and value is not None
        shaped[one.name] = _shaped(value, one.fields) if nested else value
    return shaped


def _columns(
    fields: Iterable[DataField], path: tuple[str, ...], prefix: str, *, is_required: bool
) -> Iterator[Column]:
    for one in fields:
        # The id of a nested record is what the column of its name holds.
        name = prefix if prefix and one.name == "id" else f"{prefix}_{one.name}".strip("_")
        here, required = (*path, one.name), is_required and one.required
        if one.type is DataType.OBJECT:
            yield from _columns(one.fields, here, name, is_required=required)
        elif one.type.is_by_language:
            for code in languages.CODES:
                yield Column(f"{name}_{code}", one, (*here, code), code, required=False)
        else:
            yield Column(name, one, here, required=required and not one.type.is_list)
