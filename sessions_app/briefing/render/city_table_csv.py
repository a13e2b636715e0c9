"""The table of cities as CSV: a line for each response and each challenge, for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from cities.wording.answer_fields import CHALLENGE_FIELDS, RESPONSE_FIELDS, printed
from cities.wording.published_row import (
    PublishedChallenge,
    PublishedResponse,
    PublishedRow,
    ServiceName,
)
from llex.core.languages.phrases import join_with_semicolons
from llex.core.spreadsheets.writing import SheetTable, as_csv
from llex.core.text import Phrase, RichText, to_plain
from sessions_app.briefing import phrases
from sessions_app.briefing.document import Document, Stamp

Values = dict[str, Any]

_OF_ROW: Final = (
    "session", "edition", "language", "city_id", "city", "country_code", "country", "latitude",
    "longitude", "representative", "position",
)  # fmt: skip
# What is said in an entry, as officers are asked for it.
_SAID: Final = tuple(
    dict.fromkeys(field.name for field in printed((*RESPONSE_FIELDS, *CHALLENGE_FIELDS)))
)
# How an entry is tied to others, and what became of it.
_TIES: Final = ("answers", "answered_by", "update", "update_day", "update_text")
COLUMNS: Final = (*_OF_ROW, "kind", "id", *_SAID, *_TIES)


def render(document: Document, stamp: Stamp | None) -> bytes:
    """Return the table of *document*, its heads the same in every language; a draft has no edition.

    A city that named neither a response nor a challenge has a line of its own.
    """
    with phrases.activate_language(document):
        lines = [
            [values.get(name, "") for name in COLUMNS]
            for row in document.rows
            for values in _lines(document, stamp, row)
        ]
    return as_csv(SheetTable("cities", COLUMNS, lines))


def _lines(document: Document, stamp: Stamp | None, row: PublishedRow) -> Iterator[Values]:
    place = row.coordinates
    about = {
        "session": document.event.slug,
        "edition": stamp.number if stamp else "",
        "language": document.language,
        "city_id": row.city.slug,
        "city": str(row.city.name),
        "country_code": row.country_code,
        "country": str(row.country or ""),
        "latitude": place.latitude if place else "",
        "longitude": place.longitude if place else "",
        "representative": row.representative,
        "position": str(row.position or ""),
    }
    entries = (*map(_response, row.responses), *map(_challenge, row.challenges))
    for entry in entries or ({},):
        yield about | entry


def _response(response: PublishedResponse) -> Values:
    update = response.update
    return _entry("response", response) | {
        "answers": join_with_semicolons(response.answers),
        "update": update.kind if update else "",
        "update_day": update.day.isoformat() if update else "",
        "update_text": to_plain(update.text) if update else "",
    }


def _challenge(challenge: PublishedChallenge) -> Values:
    answering = join_with_semicolons(city.slug for city in challenge.answered_by)
    return _entry("challenge", challenge) | {"answered_by": answering}


def _entry(kind: str, entry: PublishedResponse | PublishedChallenge) -> Values:
    said = {name: _cell(getattr(entry, name, "")) for name in _SAID}
    return {"kind": kind, "id": entry.id} | said


def _cell(value: Any) -> str:
    match value:
        case RichText():
            return to_plain(value)
        case Phrase() | str():
            return str(value)
        case date():
            return value.isoformat()
        case tuple():
            return join_with_semicolons(one.name for one in value if isinstance(one, ServiceName))
    return ""
