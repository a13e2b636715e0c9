"""The tables of open data about sessions and the editions of their notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Max, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cities.public.open_data import absolute
from llex.core import languages
from llex.core.open_data.tables import DataField, DataTable, DataType
from sessions_app.models import Edition, EditionDocument, LearningSession

_SESSION: Final = (
    DataField("id", DataType.STRING, _("identifier, the end of its address; it stays")),
    DataField("url", DataType.ADDRESS, _("address of its page")),
    DataField("series", DataType.STRING, _("series to which it belongs, by its id")),
    DataField("series_title", DataType.TEXT, _("title of the series")),
    DataField("number", DataType.INTEGER, _("number in the series"), required=False),
    DataField("title", DataType.TEXT, _("title")),
    DataField("starts_at", DataType.MOMENT, _("when it begins, with the hour of its place")),
    DataField("time_zone", DataType.STRING, _("time zone of its place (IANA)")),
    DataField(
        "duration",
        DataType.INTEGER,
        _("planned duration"),
        unit=pgettext_lazy("unit", "minutes"),
        minimum=5,
    ),
    DataField("is_cancelled", DataType.BOOLEAN, _("whether it was cancelled")),
    DataField("languages", DataType.LIST, _("languages of the note")),
    DataField("edition", DataType.INTEGER, _("current edition of its note"), required=False),
    DataField("note", DataType.ADDRESS, _("address of the note"), required=False),
)
_EDITION: Final = (
    DataField("session", DataType.STRING, _("session, by its id"), refers_to="sessions"),
    DataField("number", DataType.INTEGER, _("number of the edition"), minimum=1),
    DataField("url", DataType.ADDRESS, _("address of its page")),
    DataField("is_current", DataType.BOOLEAN, _("whether no later edition replaces it")),
    DataField("published_at", DataType.MOMENT, _("when this edition was published (UTC)")),
    DataField("change_note", DataType.TEXT, _("what differs from the edition before")),
    DataField("title", DataType.TEXT, _("title")),
    DataField("document", DataType.ADDRESSES, _("the whole note as JSON")),
    DataField("checksum", DataType.STRING, _("checksum of its documents (SHA-256)")),
    DataField(
        "redacted_at",
        DataType.MOMENT,
        _("when the name of a person was taken out of it"),
        required=False,
    ),
)


def _sessions() -> QuerySet[LearningSession]:
    rows = LearningSession.objects.visible().select_related("series")
    readable = Max("editions__number", filter=Q(editions__withdrawn_at__isnull=True))
    return rows.annotate(edition=readable).order_by("-starts_at", "-pk")


def _editions() -> QuerySet[Edition]:
    documents = EditionDocument.objects.defer("content").order_by("pk")
    rows = (
        Edition.objects.readable()
        .select_related("session")
        .annotate(latest=Max("session__editions__number"))
    )
    rows = rows.prefetch_related(Prefetch("documents", queryset=documents))
    return rows.order_by("-published_at", "-pk")


def in_languages(row: Any, field: str) -> dict[str, str]:
    """Return the texts of a translated field by language, without empty ones."""
    texts = {code: getattr(row, f"{field}_{code}", None) for code in languages.CODES}
    return {code: text for code, text in texts.items() if text}


def _session_records(rows: Sequence[Any]) -> Iterator[dict[str, Any]]:
    for row in rows:
        local = row.starts_at.astimezone(ZoneInfo(row.time_zone))
        yield {
            "id": row.slug,
            "url": absolute("sessions_app:session_detail", row.slug),
            "series": row.series.slug,
            "series_title": in_languages(row.series, "title"),
            "number": row.number,
            "title": in_languages(row, "title"),
            "starts_at": local.isoformat(),
            "time_zone": row.time_zone,
            "duration": row.duration,
            "is_cancelled": row.is_cancelled,
            "languages": row.languages,
            "edition": row.edition,
            "note": absolute("sessions_app:briefing", row.slug) if row.edition else None,
        }


def _edition_records(rows: Sequence[Any]) -> Iterator[dict[str, Any]]:
    for row in rows:
        documents = list(row.documents.all())
        yield {
            "session": row.session.slug,
            "number": row.number,
            "url": absolute("sessions_app:edition", row.session.slug, str(row.number)),
            "is_current": row.number == row.latest,
            "published_at": row.published_at.isoformat(),
            "change_note": in_languages(row, "change_note"),
            "title": {one.language: one.title for one in documents},
            "document": {
                one.language: _document(row.session.slug, row.number, one.language)
                for one in documents
            },
            "checksum": row.checksum,
            "redacted_at": row.redacted_at.isoformat() if row.redacted_at else None,
        }


def _document(slug: str, number: int, language: str) -> str:
    with translation.override(language):
        address = reverse("sessions_app:edition_file", args=[slug, number, "json"])
    return f"{settings.SITE_URL}{address}"


SESSIONS: Final = DataTable(
    "sessions",
    _("Sessions"),
    _("The sessions that are announced or have a note."),
    _SESSION,
    ("id",),
    _sessions,
    _session_records,
    {"session": "slug", "year": "starts_at__year", "published_after": "editions__published_at__gt"},
)
EDITIONS: Final = DataTable(
    "editions",
    _("Editions"),
    _("Every published state of a note. A correction is a new edition; the old one stays."),
    _EDITION,
    ("session", "number"),
    _editions,
    _edition_records,
    {
        "session": "session__slug",
        "year": "session__starts_at__year",
        "published_after": "published_at__gt",
    },
)
