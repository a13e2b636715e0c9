"""Record the rows that an import writes, so that it can be undone as a whole.

While a journal is open, every row of the audited models that is saved is noted with what it was
before. An import is undone only where every row is still as the import left it.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.signals import m2m_changed, post_save, pre_save
from django.dispatch import receiver

from llex.core.audit import TRACKED
from llex.core.models import TranslationMark
from llex.core.translations.receivers import translated_models

# What follows from other fields, or from the moment of writing.
_DERIVED: Final = ("search_key",)
_ACCOUNTS: Final = "llex.user"

Values = dict[str, Any]


@dataclass
class Note:
    """A row that was written; *before* is what it was, None where it was made.

    *links* are its rows of a relation as they were. A row that is only *watched* was not written,
    but must not change, either.
    """

    model: type[models.Model]
    pk: int
    before: Values | None
    links: dict[str, list[int]] = field(default_factory=dict)
    is_watched: bool = False


@dataclass
class Journal:
    """The rows that an import writes, in the order in which they were first written."""

    notes: dict[tuple[type[models.Model], int], Note] = field(default_factory=dict)

    def watch(self, rows: "models.QuerySet[Any]") -> None:
        """Note rows that the import does not write, but that must not change, either; one query."""
        for key in self.note_rows(rows):
            self.notes[key].is_watched = True

    def watch_marks(self) -> None:
        """Watch the marks on the translations of all rows that are noted."""
        keys: dict[type[models.Model], list[int]] = defaultdict(list)
        for model, pk in self.notes:
            if model in translated_models():
                keys[model].append(pk)
        for model, pks in keys.items():
            self.watch(_marks_of(model, pks))

    def data(self) -> list[dict[str, Any]]:
        """Return what is needed to undo the import, JSON-ready; one query per model and relation.

        Of a changed row only the former values of what changed are in it.
        """
        keys: dict[type[models.Model], list[int]] = defaultdict(list)
        for model, pk in self.notes:
            keys[model].append(pk)
        states = {model: states_of(model, pks) for model, pks in keys.items()}
        entries = [
            (note, _as_data(note, *states[model][pk]))
            for (model, pk), note in self.notes.items()
            if pk in states[model]
        ]
        return [
            entry
            for note, entry in entries
            if note.before is None or note.is_watched or entry["before"] or entry["links"]
        ]

    def note_made(self, row: models.Model) -> None:
        """Note a row that was made."""
        self.notes.setdefault((type(row), row.pk), Note(type(row), row.pk, None))

    def note_stored(self, row: models.Model) -> Note | None:
        """Note what a stored row is before the import writes it; None where it is not stored."""
        key = (type(row), row.pk)
        if key not in self.notes:
            values = type(row)._base_manager.filter(pk=row.pk).values(*_names(type(row))).first()
            if values is None:
                return None
            self.notes[key] = Note(type(row), row.pk, values)
            if type(row) in translated_models():
                # They follow the texts, without a signal.
                self.note_rows(_marks_of(type(row), [row.pk]))
        return self.notes[key]

    def note_rows(self, rows: "models.QuerySet[Any]") -> list[tuple[type[models.Model], int]]:
        """Note what stored rows are; one query. Return their models and keys."""
        model = rows.model
        found = []
        for values in rows.order_by().values(*_names(model)):
            pk = values[model._meta.pk.attname]
            self.notes.setdefault((model, pk), Note(model, pk, values))
            found.append((model, pk))
        return found

    def note_links(self, row: models.Model, name: str) -> None:
        """Note what a row is linked to before that changes."""
        note = self.note_stored(row)
        if note and note.before is not None and name not in note.links:
            note.links[name] = sorted(getattr(row, name).values_list("pk", flat=True))


_open: ContextVar[Journal | None] = ContextVar("journal", default=None)


@contextmanager
def recording() -> Iterator[Journal]:
    """Note in a new journal what is saved within the block."""
    journal = Journal()
    token = _open.set(journal)
    try:
        yield journal
    finally:
        _open.reset(token)


def note(row: models.Model) -> None:
    """Note a stored row that is about to be changed by an UPDATE, which sends no signal."""
    if (journal := _open.get()) is not None:
        journal.note_stored(row)


def note_all(rows: "models.QuerySet[Any]", *, are_new: bool = False) -> None:
    """Note stored rows that are about to be changed in bulk, or that were made in bulk."""
    if (journal := _open.get()) is None:
        return
    if not are_new:
        journal.note_rows(rows)
        return
    for row in rows:
        journal.note_made(row)


@receiver(pre_save, dispatch_uid="llex.core.spreadsheets.journal.before")
def _before_save(sender: type[models.Model], instance: models.Model, **signal: Any) -> None:
    journal = _open.get()
    if journal is not None and is_noted(sender) and not instance._state.adding:
        journal.note_stored(instance)


@receiver(post_save, dispatch_uid="llex.core.spreadsheets.journal.after")
def _after_save(
    sender: type[models.Model], instance: models.Model, created: bool, **signal: Any
) -> None:
    journal = _open.get()
    if journal is not None and is_noted(sender) and created:
        journal.note_made(instance)


@receiver(m2m_changed, dispatch_uid="llex.core.spreadsheets.journal.links")
def _before_linking(sender: Any, instance: models.Model, action: str, **signal: Any) -> None:
    journal = _open.get()
    if journal is None or signal["reverse"] or not action.startswith("pre_"):
        return
    if is_noted(type(instance)):
        name = next(
            one.name for one in type(instance)._meta.many_to_many if _through(one) is sender
        )
        journal.note_links(instance, name)


def _marks_of(model: type[models.Model], keys: list[int]) -> "models.QuerySet[Any]":
    kind = ContentType.objects.get_for_model(model)
    return TranslationMark.objects.filter(content_type=kind, object_id__in=keys)


def is_noted(model: type[models.Model]) -> bool:
    """Return whether the rows of a model are noted: those of which the log tells changes."""
    return model._meta.label_lower in _labels()


def states_of(
    model: type[models.Model], keys: Iterable[int]
) -> dict[int, tuple[Values, dict[str, list[int]]]]:
    """Return for rows of a model their values and links; one query, and one per relation."""
    keys = list(keys)
    rows = model._base_manager.filter(pk__in=keys).values(*_names(model))
    key: Any = model._meta.pk
    found: dict[int, tuple[Values, dict[str, list[int]]]] = {
        row[key.attname]: (row, defaultdict(list)) for row in rows
    }
    for relation in model._meta.many_to_many:
        through: Any = _through(relation)
        own, other = relation.m2m_column_name(), relation.m2m_reverse_name()
        pairs = through._base_manager.filter(**{f"{own}__in": keys}).values_list(own, other)
        for pk, linked in pairs.order_by(own, other):
            if pk in found:
                found[pk][1][relation.name].append(linked)
    return found


def digest(model: type[models.Model], values: Values, links: dict[str, list[int]]) -> str:
    """Return a fingerprint of what a row says, without what follows from it."""
    derived = {*_DERIVED, *(one.attname for one in _fields(model) if _is_automatic(one))}
    parts = [(name, value) for name, value in sorted(values.items()) if name not in derived]
    said = [(name, _plain(value)) for name, value in parts]
    related = sorted((name, keys) for name, keys in links.items() if keys)
    return hashlib.sha256(repr([said, related]).encode()).hexdigest()


def _as_data(note: Note, values: Values, links: dict[str, list[int]]) -> dict[str, Any]:
    model = note.model
    before = note.before
    changed = before and {
        name: _plain(value)
        for name, value in before.items()
        if value != values[name] and not _is_automatic(model._meta.get_field(name))
    }
    return {
        "model": model._meta.label_lower,
        "pk": note.pk,
        "before": None if before is None else changed,
        "links": {name: keys for name, keys in note.links.items() if keys != links[name]},
        "digest": digest(model, values, links),
    }


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal | UUID) else value


def _fields(model: type[models.Model]) -> list[Any]:
    return list(model._meta.concrete_fields)


def _names(model: type[models.Model]) -> list[str]:
    return [one.attname for one in _fields(model)]


def _is_automatic(one: Any) -> bool:
    return bool(getattr(one, "auto_now", False))


def _through(relation: Any) -> Any:
    return relation.remote_field.through


def _labels() -> frozenset[str]:
    return frozenset(str(options["model"]) for options in TRACKED) - {_ACCOUNTS}


def model_of(label: str) -> type[models.Model]:
    """Return the model of a label such as ``cities.city``."""
    return apps.get_model(label)
