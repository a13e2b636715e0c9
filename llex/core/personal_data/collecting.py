"""Everything held about a person, to be shown and exported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.timezone import now

from llex.core.personal_data.subjects import Subject, rows_of
from llex.core.privacy.declarations import Erasing, PersonalData, declared, purposes
from llex.core.privacy.retention import RetentionRule, rules_of


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A row with its labelled values that are not empty."""

    title: str
    values: list[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class Holding:
    """The rows of one declaration that belong to a person."""

    item: PersonalData
    rows: list[HeldRow]

    @property
    def title(self) -> str:
        """Return what the rows are called."""
        return capfirst(self.item.title)

    @property
    def erasing(self) -> Erasing:
        """Return what erasing does with them."""
        return self.item.erasing

    @property
    def retention(self) -> list[RetentionRule]:
        """Return the rules by which they are deleted after a time."""
        return rules_of(self.item.retention)


def collect(subject: Subject) -> list[Holding]:
    """Return what is held, by declaration, in the order of the purposes, e-mails last."""
    order = {purpose.key: place for place, purpose in enumerate(purposes())}
    items = sorted(declared(), key=lambda item: (item.model == "llex.mail", order[item.purpose]))
    told: dict[tuple[str, str], set[tuple[str, str]]] = {}
    found = (Holding(item, _untold(item, _held(item, subject), told)) for item in items)
    return [holding for holding in found if holding.rows]


def _untold(
    item: PersonalData, rows: Iterable[HeldRow], told: dict[tuple[str, str], set[tuple[str, str]]]
) -> list[HeldRow]:
    """Return the rows that say more than another declaration of the same model, and note them."""
    kept = []
    for row in rows:
        before = told.setdefault((item.model, row.title), set())
        values = {(str(label), str(value)) for label, value in row.values}
        if not before or values - before:
            kept.append(row)
        before |= values
    return kept


def _held(item: PersonalData, subject: Subject) -> Iterator[HeldRow]:
    links = [
        name
        for name in item.shown
        if (field := _field(item, name)) is not None and field.many_to_one
    ]
    rows = rows_of(item, subject).order_by("pk")
    for row in rows.select_related(*links) if links else rows:
        values = ((_label(item, name), _value(row, name)) for name in item.shown)
        yield HeldRow(str(row), [(label, value) for label, value in values if value not in EMPTY])


EMPTY: tuple[Any, ...] = (None, "", [], {})


def _field(item: PersonalData, name: str) -> Any:
    fields = {one.name: one for one in item.model_class._meta.get_fields()}
    return fields.get(name)


def _label(item: PersonalData, name: str) -> str:
    # What is shown of a field is called as the field.
    field = _field(item, name.removeprefix("shown_"))
    return capfirst(str(getattr(field, "verbose_name", name.replace("_", " "))))


def _value(row: models.Model, name: str) -> Any:
    shown = getattr(row, f"get_{name}_display", None)
    value = shown() if shown else getattr(row, name)
    return str(value) if isinstance(value, models.Model) else value


def export(subject: Subject) -> dict[str, Any]:
    """Return what is held as JSON-ready data, under the names of models and fields."""
    return {
        "made_at": now().isoformat(timespec="seconds"),
        "addresses": sorted(subject.addresses),
        "names": sorted(subject.names),
        "data": [
            {
                "kind": item.model,
                "purpose": item.purpose,
                "erasing": str(item.erasing),
                "kept_days": [rule.period for rule in rules_of(item.retention)],
                "rows": rows,
            }
            for item in declared()
            if (rows := [_as_data(item, row) for row in rows_of(item, subject).order_by("pk")])
        ],
    }


def _as_data(item: PersonalData, row: models.Model) -> dict[str, Any]:
    return {"id": str(row.pk)} | {name: _plain(getattr(row, name)) for name in item.shown}


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int() | float() | str() | list() | dict():
            return value
        case datetime() | date():
            return value.isoformat()
    return str(value)
