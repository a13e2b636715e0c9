"""Taking the traces of a person out of the texts of all tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Final

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils.text import capfirst

from llex.core import languages
from llex.core.db.search_keys import SearchableModel, search_key
from llex.core.personal_data.subjects import Subject
from llex.core.personal_data.traces import BESIDE, Traces, holds_mark
from llex.core.privacy.declarations import declared

# SQLite takes conditions of less than a thousand parts.
_PARTS_AT_ONCE: Final = 500
_KEYS_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Finding:
    """A row in whose texts a trace was found: its model's label, its key, what it is called."""

    model: str
    pk: Any
    title: str
    fields: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """Return what the rows are called."""
        return capfirst(str(apps.get_model(self.model)._meta.verbose_name_plural))


# Given the person, the traces and whether to change nothing, it returns what it found.
Redactor = Callable[[Subject, Traces, bool], list[Finding]]
_redactors: dict[str, Redactor] = {}


def register_redactor(label: str, redactor: Redactor) -> None:
    """Add a function that takes traces out of a model that has more than its columns."""
    _redactors[label] = redactor


_removed: dict[str, str] = {}


def register_removed(label: str, field: str) -> None:
    """Delete rows of a model in whose *field* a trace is found: it cannot be taken out there."""
    _removed[label] = field


def sweep(subject: Subject, traces: Traces, *, dry_run: bool) -> list[Finding]:
    """Take the traces out of every text of every table, or only find them. Return where."""
    if not traces:
        return []
    found: list[Finding] = []
    for redact in _redactors.values():
        found += redact(subject, traces, dry_run)
    for model in _models():
        found += _sweep_model(model, traces, dry_run)
    return found


def _models() -> Iterator[type[models.Model]]:
    for model in apps.get_models(include_auto_created=True):
        own = model._meta.managed and not model._meta.proxy
        if own and model._meta.label_lower not in _redactors:
            yield model


def text_fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Return the columns that can hold a text people wrote."""
    kinds = (models.CharField, models.TextField, models.JSONField)
    return [
        one
        for one in model._meta.local_concrete_fields
        if isinstance(one, kinds)
        and not isinstance(one, models.SlugField)
        and not one.choices
        and not one.primary_key
        and one.name != "password"
    ]


def _sweep_model(model: type[models.Model], traces: Traces, dry_run: bool) -> list[Finding]:
    fields = text_fields(model)
    found = []
    for row in _candidates(model, fields, traces):
        changes = _changes(row, fields, traces)
        if not changes:
            continue
        label, title = model._meta.label_lower, traces.replaced(str(row)) if dry_run else ""
        found.append(Finding(label, row.pk, title, tuple(changes)))
        if dry_run:
            continue
        if _removed.get(label) in changes:
            row.delete()
        else:
            _write(row, changes)
    return found


def _candidates(
    model: type[models.Model], fields: list[models.Field[Any, Any]], traces: Traces
) -> Iterator[Any]:
    """Yield the rows in which a hint is found, each once."""
    keys: set[Any] = set()
    manager = model._base_manager
    casts = {
        f"text_{one.name}": Cast(one.name, models.TextField())
        for one in fields
        if isinstance(one, models.JSONField)
    }
    names = [f"text_{one.name}" if f"text_{one.name}" in casts else one.name for one in fields]
    parts = [Q(**{f"{name}__icontains": hint}) for name in names for hint in traces.hints]
    for start in range(0, len(parts), _PARTS_AT_ONCE):
        wanted = reduce(or_, parts[start : start + _PARTS_AT_ONCE])
        keys.update(manager.alias(**casts).filter(wanted).values_list("pk", flat=True))
    ordered = sorted(keys, key=str)
    for start in range(0, len(ordered), _KEYS_AT_ONCE):
        yield from manager.filter(pk__in=ordered[start : start + _KEYS_AT_ONCE])


def _changes(
    row: models.Model, fields: list[models.Field[Any, Any]], traces: Traces
) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    for one in fields:
        value = _stored(row, one)
        new = _replaced(row, one, value, traces)
        if new != value:
            changes[one.name] = new
    changes |= _positions_beside(row, changes, fields)
    for item in declared():
        if item.model == row._meta.label_lower:
            changes |= {name: new for name, new in item.cleared.items() if name in changes}
    return changes


def _stored(row: models.Model, one: models.Field[Any, Any]) -> Any:
    """Return a column's own value: of a translated field, not the text in the active language."""
    return row.__dict__.get(one.attname)


def _positions_beside(
    row: models.Model, changes: dict[str, Any], fields: list[models.Field[Any, Any]]
) -> dict[str, Any]:
    """Return the columns with the position of a person whose whole name is removed, empty."""
    beside = {BESIDE[name] for name, new in changes.items() if name in BESIDE and holds_mark(new)}
    names = {f"{one}_{code}" for one in beside for code in languages.CODES} | beside
    return {one.name: "" for one in fields if one.name in names and _stored(row, one)}


def _replaced(row: models.Model, one: Any, value: Any, traces: Traces) -> Any:
    if not value:
        return value
    if one.name == "search_key":
        return traces.replaced_key(value)
    if isinstance(one, models.EmailField):
        return "" if traces.replaced(value) != value else value
    new = traces.replaced_in(value, _language_of(row, one))
    if isinstance(new, str) and one.max_length:
        new = new[: one.max_length]
    return new


def _language_of(row: models.Model, one: Any) -> str:
    """Return the language that a column is written in: its own, the row's, or the default."""
    wanted = (getattr(one, "language", ""), getattr(row, "language", ""))
    return next((code for code in wanted if code in languages.CODES), languages.DEFAULT)


def _write(row: models.Model, changes: dict[str, Any]) -> None:
    """Write the columns as they are: no signal, no log of changes, no new mark."""
    row.__dict__.update(changes)
    if isinstance(row, SearchableModel) and "search_key" in changes:
        changes["search_key"] = search_key(row.searched_texts())
    # A plain query writes the column itself, also that of a translated field, which keeps a copy.
    models.QuerySet(type(row)).filter(pk=row.pk).update(**changes)
