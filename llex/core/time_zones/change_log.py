"""Moments in the log of changes, in the zone of the session that was changed."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.db import models
from django.utils.timezone import get_current_timezone_name

from llex.core.time_zones import choices
from llex.core.time_zones.moments import short_moment
from llex.core.time_zones.paths import FIELD, zones_of


def set_zones(entries: Iterable[Any]) -> None:
    """Set the ``zone`` of each entry of the log. One query per model."""
    by_model: dict[type[models.Model] | None, list[Any]] = {}
    for entry in entries:
        by_model.setdefault(entry.content_type.model_class(), []).append(entry)
    for model, found in by_model.items():
        keys = [entry.object_id for entry in found if entry.object_id is not None]
        zones = zones_of(model, keys) if model else {}
        for entry in found:
            entry.zone = zones.get(entry.object_pk, get_current_timezone_name())


def changed_moments(entry: Any, zone: str) -> dict[str, tuple[str, str]]:
    """Return the moments that an entry of the log changed, before and after, by field.

    Where the zone changed with them, each is on the clock that it was written for.
    """
    changes = entry.changes_dict
    model = entry.content_type.model_class()
    if model is None:
        return {}
    old, new = (_zone(text, zone) for text in changes.get(FIELD, (zone, zone)))
    return {
        field.name: (_shown(changes[field.name][0], old), _shown(changes[field.name][1], new))
        for field in model._meta.concrete_fields
        if isinstance(field, models.DateTimeField) and field.name in changes
    }


def _zone(text: Any, otherwise: str) -> str:
    return text if text in choices.known() else otherwise


def _shown(text: Any, zone: str) -> str:
    """Return a moment as auditlog stores it, naive and in UTC, on the clock of *zone*."""
    try:
        return short_moment(datetime.fromisoformat(text).replace(tzinfo=UTC), zone)
    except (TypeError, ValueError):
        return ""
