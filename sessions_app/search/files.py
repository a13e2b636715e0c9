"""The results as files: CSV, JSON, Atom. The same filters, the same order as the page."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time
from itertools import islice
from typing import Any, Final

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language

from llex.core import languages
from llex.core.languages.countries import country_name
from sessions_app.models import SearchDocument

IN_A_FEED: Final = 50
COLUMNS: Final = (
    *("kind", "title", "text", "language", "url", "city", "country_code", "country", "region"),
    *("services", "answers", "date", "since", "status", "status_date", "session"),
    *("session_title", "person"),
)
# A spreadsheet takes what begins so for a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def record(row: SearchDocument) -> dict[str, Any]:
    """Return a row as data."""
    return {
        "kind": row.kind,
        "title": row.title,
        "text": row.text,
        "language": row.language,
        "url": settings.SITE_URL + row.get_absolute_url(),
        "city": row.city_name or None,
        "country_code": row.country or None,
        "country": country_name(row.country, row.readers) if row.country else None,
        "region": row.region or None,
        "services": row.services.split(),
        "answers": row.challenges.split(),
        "date": row.day.isoformat(),
        "since": row.since.isoformat() if row.since else None,
        "status": row.status or None,
        "status_date": row.status_day.isoformat() if row.status_day else None,
        "session": row.session or None,
        "session_title": row.session_title or None,
        "person": row.person or None,
    }


class _Echo:
    """A file that gives back what is written."""

    def write(self, value: str) -> str:
        return value


def csv_lines(rows: Iterable[SearchDocument]) -> Iterator[str]:
    """Yield the lines of a CSV file, with the mark by which spreadsheets know its encoding."""
    writer: Any = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for row in rows:
        found = record(row)
        values = found | {name: " ".join(found[name]) for name in ("services", "answers")}
        yield writer.writerow(_safe(values[name]) for name in COLUMNS)


def _safe(value: Any) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def feed(rows: Iterable[SearchDocument], title: str, address: str, own_address: str) -> bytes:
    """Return an Atom feed of rows; *address* is the page with the same, *own_address* its own."""
    atom = Atom1Feed(
        title=f"{title} · LLEX",
        link=settings.SITE_URL + address,
        description=title,
        language=get_language() or languages.DEFAULT,
        feed_url=settings.SITE_URL + own_address,
        feed_guid=settings.SITE_URL + own_address,
    )
    for row in islice(rows, IN_A_FEED):
        published = datetime.combine(row.day, time(), UTC)
        link = settings.SITE_URL + row.get_absolute_url()
        atom.add_item(
            title=row.title,
            link=link,
            description=row.text,
            unique_id=link,
            pubdate=published,
            updateddate=published,
            author_name=row.city_name or row.person or "LLEX",
            categories=tuple(row.services.split()),
        )
    return str(atom.writeString("utf-8")).encode()
