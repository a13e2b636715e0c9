"""The last changes that people made, with a link to what was changed."""

from dataclasses import dataclass
from typing import Any, Final

from auditlog.models import LogEntry
from django.contrib import admin
from django.urls import NoReverseMatch, reverse

from llex.core.admin.history import verb_of
from llex.core.time_zones.moments import short_moment

LIMIT: Final = 8
# What the site writes beside a change.
_LEFT_OUT: Final = ("translationmark", "mail", "user", "edition", "editiondocument")


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change: what was changed, how, by whom and when."""

    name: str
    verb: str
    actor: str
    when: str
    address: str


def last_changes(own_zone: str) -> list[ChangeLine]:
    """Return the latest changes that people made; one query besides that of the models."""
    rows = (
        LogEntry.objects.filter(actor__isnull=False)
        .exclude(content_type__model__in=_LEFT_OUT)
        .select_related("actor", "content_type")
        .order_by("-timestamp", "-pk")
    )
    return [_line(row, own_zone) for row in rows[:LIMIT]]


def _line(row: Any, own_zone: str) -> ChangeLine:
    kind = row.content_type.name
    return ChangeLine(
        f"{row.object_repr} ({kind})" if row.object_repr else kind,
        verb_of(row),
        str(row.actor),
        short_moment(row.timestamp, own_zone),
        _address(row) if row.action != LogEntry.Action.DELETE else "",
    )


def _address(row: Any) -> str:
    model = row.content_type.model_class()
    if model is None or not admin.site.is_registered(model):
        return ""
    page = admin.site.get_model_admin(model)
    if hasattr(page, "page_address"):
        return str(page.page_address(str(row.object_id or row.object_pk)))
    options = model._meta
    try:
        return reverse(
            f"admin:{options.app_label}_{options.model_name}_change", args=[row.object_pk]
        )
    except NoReverseMatch:
        return ""
