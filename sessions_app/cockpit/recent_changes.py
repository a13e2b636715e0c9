"""The last changes of a session and of its rows, from the log of changes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from auditlog.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst

from llex.core.admin.history import changed_labels, verb_of
from sessions_app.briefing.compose.note_rows import NoteRows

_MOST: Final = 8
_MOST_FIELDS: Final = 3
# Those whose history has a page that the list leads to.
_WITH_HISTORY: Final = ("sessions_app.learningsession", "cities.contribution")


@dataclass(frozen=True, slots=True)
class RecentChange:
    """One change: *verb* is what was done to *row*, *fields* the labels of what was changed.

    *is_more* says that more was changed than *fields*.
    """

    moment: datetime
    actor: str
    verb: str
    kind: str
    row: str
    fields: list[str]
    is_more: bool
    address: str


def recent_changes(
    rows: NoteRows, user: Any, action_names: Mapping[str, str]
) -> list[RecentChange]:
    """Return the last changes that *user* may see, the newest first. One query.

    *action_names* has the labels of actions by the name under which they are recorded.
    """
    about = Q()
    for model, keys in _keys(rows).items():
        if keys and user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}"):
            kind = ContentType.objects.get_for_model(model)
            about |= Q(content_type=kind, object_pk__in=[str(key) for key in keys])
    if not about:
        return []
    found = LogEntry.objects.filter(about).select_related("actor").order_by("-timestamp", "-pk")
    return [_change(log, dict(action_names)) for log in _with_kinds(found[:_MOST])]


def _keys(rows: NoteRows) -> dict[type[models.Model], list[int]]:
    """Return the keys of the session and of its rows, by model."""
    session = rows.session
    themes = list(session.themes.all())
    listed: Sequence[Iterable[models.Model]] = (
        [session],
        rows.contributions,
        [one for row in rows.printed for one in row.responses.all()],
        [one for row in rows.printed for one in row.challenges.all()],
        session.participants.all(),
        session.quotes.all(),
        themes,
        [point for theme in themes for point in theme.points.all()],
    )
    keys: dict[type[models.Model], list[int]] = {}
    for row in (row for group in listed for row in group):
        keys.setdefault(type(row), []).append(row.pk)
    return keys


def _with_kinds(entries: Iterable[Any]) -> list[Any]:
    """Set the content type of each entry from the cache of content types."""
    found = list(entries)
    for entry in found:
        entry.content_type = ContentType.objects.get_for_id(entry.content_type_id)
    return found


def _change(log: Any, action_names: dict[str, str]) -> RecentChange:
    is_update = log.action == LogEntry.Action.UPDATE
    labels = changed_labels(log, action_names) if is_update else []
    kind = log.content_type
    return RecentChange(
        moment=log.timestamp,
        actor=str(log.actor or ""),
        verb=verb_of(log),
        kind=capfirst(kind.name),
        row=log.object_repr,
        fields=labels[:_MOST_FIELDS],
        is_more=len(labels) > _MOST_FIELDS,
        address=_history(kind, log.object_pk),
    )


def _history(kind: Any, key: str) -> str:
    if f"{kind.app_label}.{kind.model}" not in _WITH_HISTORY:
        return ""
    return reverse(f"admin:{kind.app_label}_{kind.model}_history", args=[key])
