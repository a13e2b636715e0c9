"""The note of an edition as rows of the search: the whole, its key points, its quotations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cities.wording.published_row import CityName
from llex.core.text import Phrase, RichText, first_sentence, to_plain
from sessions_app.briefing import anchors
from sessions_app.briefing import document as doc
from sessions_app.briefing.projection.search_fields import Source, Words, make_row
from sessions_app.models import SearchDocument

Kind = SearchDocument.Kind
# Their pages are places in the note.
KINDS: Final = (str(Kind.POINT), str(Kind.QUOTATION), str(Kind.NOTE))
# As much of a note's texts as is searched, in characters.
_LONGEST: Final = 20_000


def rows(source: Source, readers: str) -> Iterator[SearchDocument]:
    """Yield the rows for *readers*, each in the language that the note has for them."""
    document = source.document(readers)
    yield _note(source, document, readers)
    for axis in document.axes:
        for point in axis.points:
            yield _point(source, document, readers, point)
    for number, quotation in enumerate(document.quotations, 1):
        yield _quotation(source, document, readers, number, quotation)


def _note(source: Source, document: doc.Document, readers: str) -> SearchDocument:
    texts = ("summary", "introduction", "priorities", "front_line", "vision", "closing")
    written: list[RichText | None] = [getattr(document, name) for name in texts]
    text = "\n\n".join(to_plain(one) for one in written if one)
    session = source.edition.session
    return make_row(
        Words(
            title=document.event.title.text,
            text=text[:_LONGEST],
            names=[document.series.title.text, *source.names_of(_cities(document))],
            subjects=[attendee.name for attendee in document.attendees],
        ),
        readers,
        document.event.title.language,
        kind=str(Kind.NOTE),
        key=f"note-{session.pk}",
        slug=session.slug,
        **source.about(document),
    )


def _cities(document: doc.Document) -> Iterator[CityName]:
    for row in document.rows:
        yield row.city


def _point(
    source: Source, document: doc.Document, readers: str, point: doc.KeyPoint
) -> SearchDocument:
    title = point.lead or Phrase(point.text.language, first_sentence(point.text))
    return make_row(
        Words(
            title=title.text,
            text=to_plain(point.text),
            names=source.names_of(one.city for one in point.cities()),
            subjects=[document.event.title.text],
        ),
        readers,
        point.text.language,
        kind=str(Kind.POINT),
        key=f"point-{point.id}",
        slug=source.edition.session.slug,
        anchor=f"point-{point.id}",
        **source.about(document),
    )


def _quotation(
    source: Source, document: doc.Document, readers: str, number: int, quotation: doc.Quotation
) -> SearchDocument:
    position = quotation.position.text if quotation.position else ""
    return make_row(
        Words(
            title=first_sentence(quotation.text),
            text=to_plain(quotation.text),
            names=[quotation.speaker],
            subjects=[position, document.event.title.text],
        ),
        readers,
        quotation.text.language,
        kind=str(Kind.QUOTATION),
        key=f"quotation-{source.edition.session_id}-{number}",
        slug=source.edition.session.slug,
        anchor=anchors.quotation_anchor(document, quotation),
        person=quotation.speaker,
        **source.about(document),
    )
