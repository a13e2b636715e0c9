"""Finding a person: which accounts, people and addresses are theirs, and which names they have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from auditlog.models import LogEntry
from django.apps import apps
from django.db import models
from django.db.models import Q

from llex.core.db.search_keys import name_key
from llex.core.mail.addresses import normalize
from llex.core.privacy.declarations import PersonalData, declared, identifying


@dataclass(slots=True)
class Subject:
    """A person: addresses, names as held, and by model the keys of the rows that are the person.

    *shared* are those of the names that other people held here have, too.
    """

    addresses: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    keys: dict[str, set[Any]] = field(default_factory=lambda: defaultdict(set))
    shared: set[str] = field(default_factory=set)

    @property
    def is_known(self) -> bool:
        """Return whether any row is held that belongs to the person."""
        return any(rows_of(item, self).exists() for item in declared())


def find_subject(address: str = "", *, row: str = "") -> Subject:
    """Return the person of an *address*, or of a *row* such as “sessions_app.person:12”."""
    subject = Subject()
    if address:
        subject.addresses.add(normalize(address))
    if row:
        label, _colon, key = row.partition(":")
        subject.keys[label].add(int(key))
    while _grow(subject):
        pass
    _collect_names(subject)
    subject.shared = _shared_names(subject)
    return subject


def rows_of(item: PersonalData, subject: Subject) -> models.QuerySet[Any]:
    """Return the rows of a declaration that belong to the person."""
    manager = item.model_class._base_manager
    if item.finder:
        return item.finder(subject)
    condition = Q()
    for label, lookup in item.owners:
        if keys := subject.keys.get(label):
            condition |= Q(**{f"{lookup}__in": keys})
    for lookup in item.addresses:
        if subject.addresses:
            condition |= Q(**{f"{lookup}__in": subject.addresses})
    return manager.filter(condition) if condition else manager.none()


def _grow(subject: Subject) -> bool:
    """Add what identifying rows tell of the person. Return whether anything was new."""
    before = (len(subject.addresses), sum(map(len, subject.keys.values())))
    for item in identifying():
        for row in rows_of(item, subject).filter(**item.proved):
            subject.keys[item.model].add(row.pk)
            for label, lookup in item.owners:
                if key := _follow(row, lookup):
                    subject.keys[label].add(key)
            for lookup in item.addresses:
                if address := _follow(row, lookup):
                    subject.addresses.add(normalize(address))
    return before != (len(subject.addresses), sum(map(len, subject.keys.values())))


def _follow(row: Any, lookup: str) -> Any:
    for name in lookup.split("__"):
        row = getattr(row, name, None)
    return row.pk if isinstance(row, models.Model) else row


def _collect_names(subject: Subject) -> None:
    for item in declared():
        if item.names:
            for row in rows_of(item, subject):
                subject.names.update(_names_in(row, item.names))
    subject.names.update(_former_names(subject))


def _names_in(row: Any, fields: Iterable[str]) -> Iterator[str]:
    for name in fields:
        value = getattr(row, name)
        yield from (one for one in (value if isinstance(value, list) else [value]) if one)


def _former_names(subject: Subject) -> Iterator[str]:
    """Yield the names that the log of changes knows of the person's own rows."""
    fields = {item.model: set(item.names) for item in identifying()}
    for label, keys in subject.keys.items():
        if names := fields.get(label):
            kind = apps.get_model(label)
            entries = LogEntry.objects.get_for_objects(kind._base_manager.filter(pk__in=keys))
            for entry in entries:
                for name in names & set(entry.changes_dict):
                    values = entry.changes_dict[name]
                    found = values if isinstance(values, list) else []
                    yield from (
                        one
                        for one in found
                        if isinstance(one, str) and one not in ("", "None") and "[" not in one
                    )


def _shared_names(subject: Subject) -> set[str]:
    """Return the names that people have, too, who are others."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for name in subject.names:
        wanted[name_key(name)].add(name)
    shared: set[str] = set()
    for item in identifying():
        if not item.names:
            continue
        others = item.model_class._base_manager.exclude(pk__in=subject.keys.get(item.model, ()))
        for values in others.values_list(*item.names).iterator():
            for value in values:
                for one in value if isinstance(value, list) else [value]:
                    shared |= wanted.get(name_key(one or ""), set())
    return shared
