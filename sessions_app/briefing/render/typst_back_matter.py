"""The end of a note on paper: people, index of cities, colophon."""

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings

from llex.core import qr_codes
from llex.core.languages.sorting import sort_key
from llex.core.text import Phrase, RichText
from sessions_app.briefing import imprint, phrases
from sessions_app.briefing.citations import note_citation
from sessions_app.briefing.document import Document, Stamp

Data = dict[str, Any]

# From so many cities on, a reader looks for one in an index.
_INDEXED: Final = 20


def people(document: Document, phrase: Callable[[Phrase | None], Data | None]) -> list[Data]:
    """Return the participants in groups; *phrase* lays out a text with its language."""
    return [
        {
            "heading": heading,
            "people": [
                {
                    "name": one.name,
                    "position": phrase(one.position),
                    "affiliation": phrase(one.affiliation),
                }
                for one in group
            ],
        }
        for heading, group in phrases.groups(document)
    ]


def colophon(
    document: Document, stamp: Stamp | None, rich: Callable[[RichText | None], Data | None]
) -> Data | None:
    """Return who made the note and where it comes from; a draft has no address yet.

    It is None for a draft of which nothing is to be said. *rich* lays out a text.
    """
    made = [{"label": one.label, "items": list(one.items)} for one in imprint.colophon(document)]
    disclaimer = rich(document.series.disclaimer)
    if stamp is None:
        return {"made": made, "edition": None, "disclaimer": disclaimer} if made else None
    address = note_citation(document, stamp).address
    edition = {
        "address": address,
        "href": address,
        "qr": qr_codes.file(address).decode(),
        "citation": phrases.citation(document, stamp),
        "licence": settings.LICENCE.name,
        "licence-href": settings.LICENCE.address,
    }
    return {"made": made, "edition": edition, "disclaimer": disclaimer}


def index(document: Document) -> list[dict[str, str]]:
    """Return the cities of a long table by the alphabet, each with the anchor of its row."""
    if len(document.rows) < _INDEXED:
        return []
    named = [
        {"name": str(row.city.name), "anchor": anchor(number)}
        for number, row in enumerate(document.rows)
    ]
    return sorted(named, key=lambda one: sort_key(one["name"], document.language))


def anchor(number: int) -> str:
    """Return the anchor of the row of that number."""
    return f"city-{number}"
