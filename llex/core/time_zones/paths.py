"""The time zone of a row: its own, or that of its session."""

from collections import deque
from collections.abc import Iterable
from functools import cache
from typing import Any, Final

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils import timezone

# The field that holds the name of a zone.
FIELD: Final = "time_zone"


@cache
def zone_path(model: type[models.Model]) -> str:
    """Return the shortest way from *model* to a zone: ``contribution__session__time_zone``.

    "" where no foreign key leads to one.
    """
    waiting = deque([(model, "")])
    seen = {model}
    while waiting:
        current, path = waiting.popleft()
        fields = current._meta.concrete_fields
        if any(field.name == FIELD for field in fields):
            return path + FIELD
        for field in fields:
            other = field.related_model if field.many_to_one or field.one_to_one else None
            if isinstance(other, type) and other not in seen:
                seen.add(other)
                waiting.append((other, f"{path}{field.name}__"))
    return ""


def zone_of(row: models.Model) -> str:
    """Return the zone of *row*; the active one, the reader's own, where it belongs to none."""
    value: Any = row
    for name in filter(None, zone_path(type(row)).split("__")):
        try:
            value = getattr(value, name)
        except ObjectDoesNotExist:
            value = None
        if value is None:
            break
    return value if isinstance(value, str) and value else timezone.get_current_timezone_name()


def zones_of(model: type[models.Model], keys: Iterable[Any]) -> dict[str, str]:
    """Return the zones of the rows with these *keys*, by key as text; one query at most."""
    path = zone_path(model)
    if not path:
        return {}
    rows = model._base_manager.filter(pk__in=list(keys)).values_list("pk", path)
    return {str(key): zone for key, zone in rows if zone}
