"""The cover of a note on paper, and the edition that is named on it."""

from collections.abc import Callable
from typing import Any

from pydantic import TypeAdapter

from llex.core.languages.bidi import direction_of
from llex.core.text import Inline, Phrase
from llex.core.text.links import href_of
from llex.core.text.parse import link_addresses
from sessions_app.briefing import phrases
from sessions_app.briefing.document import Document, Organisation, Stamp
from sessions_app.briefing.render.typst_pictures import typst_cover_picture, typst_logo

Data = dict[str, Any]
# Lays out a text with its language.
LayOut = Callable[[Phrase | None], Data | None]

_NODES: TypeAdapter[tuple[Inline, ...]] = TypeAdapter(tuple[Inline, ...])


def cover(document: Document, lay_out: LayOut) -> Data:
    """Return what is on the cover."""
    series = document.series
    return {
        # A series with a look of its own has a page with the title alone.
        "is-poster": series.cover is not None or series.colours is not None,
        "picture": typst_cover_picture(series.cover),
        "issn": series.issn,
        "series-number": series.number,
        "publication": phrases.publication(),
        "number": phrases.session_number(document.event),
        "series": lay_out(series.title),
        "tagline": lay_out(series.tagline),
        "title": lay_out(document.event.title),
        "day": phrases.day(document.event),
        "logos": [typst_logo(one) for one in document.logos],
        "conveners": [_organisation(one, lay_out) for one in series.conveners],
        "figures": [
            {"number": number, "label": label} for number, label in phrases.figures(document)
        ],
        "contact": series.contact,
        "hashtag": _hashtag(series.hashtag),
        "recording": _address(document.event.recording),
    }


def edition(stamp: Stamp | None, lay_out: LayOut) -> Data:
    """Return what is told of the edition."""
    published = stamp and stamp.published_at
    return {
        "name": phrases.edition(stamp),
        "draft": stamp is None,
        "superseded": phrases.superseded(stamp) if stamp else "",
        "change": lay_out(stamp.change_note) if stamp else None,
        "checksum": stamp.checksum if stamp else "",
        "date": [published.year, published.month, published.day] if published else None,
    }


def _organisation(organisation: Organisation, lay_out: LayOut) -> Data:
    return {
        "name": lay_out(organisation.name),
        "acronym": lay_out(organisation.acronym),
        "website": _address(organisation.website),
    }


def _hashtag(tag: str) -> Data | None:
    # The sign has no direction of its own: it would change sides in an Arabic line.
    return {"text": f"#{tag}", "direction": direction_of(tag)} if tag else None


def _address(value: str) -> Data | None:
    """Return a line as nodes, the addresses in it as links, and where it leads as a whole."""
    if not value:
        return None
    nodes = _NODES.dump_python(link_addresses(value), mode="json")
    return {"nodes": nodes, "href": href_of(value)}
