"""The measures and challenges of an edition as rows of the search."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from cities.models import EntryKind, EntryProjection
from cities.public.published_entries import title_of
from cities.wording.published_row import PublishedChallenge, PublishedResponse, PublishedRow
from llex.core.text import to_plain
from sessions_app.briefing import document as doc
from sessions_app.briefing.projection.search_fields import (
    Source,
    Words,
    make_row,
    place_names,
    spaced,
)
from sessions_app.models import SearchDocument
from sessions_app.search import tokens

Entry = PublishedResponse | PublishedChallenge
_Printed = tuple[PublishedRow, Entry, EntryProjection]


def rows(source: Source, readers: str) -> Iterator[SearchDocument]:
    """Yield the rows for *readers*, each in the language that the note has for them."""
    document = source.document(readers)
    printed = {
        (one.kind, one.number): (row, entry, one) for row, entry, one in _all(source, document)
    }
    answered_by: dict[int, list[_Printed]] = defaultdict(list)
    for found in printed.values():
        if isinstance(found[1], PublishedResponse):
            for number in found[1].answers:
                answered_by[number].append(found)
    for row, entry, one in printed.values():
        if isinstance(entry, PublishedResponse):
            keys = [(EntryKind.CHALLENGE, number) for number in entry.answers]
            linked = [printed[key] for key in keys if key in printed]
        else:
            linked = answered_by[entry.id]
        yield _row(source, document, readers, (row, entry, one), linked)


def _all(source: Source, document: doc.Document) -> Iterator[_Printed]:
    for row in document.rows:
        for kind, entries in (
            (EntryKind.RESPONSE, row.responses),
            (EntryKind.CHALLENGE, row.challenges),
        ):
            for entry in entries:
                # What is not published one by one is not consented to.
                if row.has_consent and (one := source.entries.get((kind, entry.id))):
                    yield row, entry, one


def _row(
    source: Source,
    document: doc.Document,
    readers: str,
    printed: _Printed,
    linked: list[_Printed],
) -> SearchDocument:
    row, entry, one = printed
    is_response = isinstance(entry, PublishedResponse)
    kind = SearchDocument.Kind.MEASURE if is_response else SearchDocument.Kind.CHALLENGE
    return make_row(
        _words(source, document, readers, printed, linked if is_response else []),
        readers,
        entry.text.language,
        kind=str(kind),
        key=f"{one.kind}-{one.number}",
        slug=one.address.slug,
        person=row.representative,
        services=spaced(service.slug for service in entry.services),
        challenges=spaced(other.address.slug for _row, _its, other in linked)
        if is_response
        else "",
        since=one.since,
        status=one.status,
        status_day=one.status_day,
        links=[
            [other.address.slug, its_row.city.name.text, title_of(its).text]
            for its_row, its, other in linked
        ],
        **source.about(document),
        **source.place_of(row, one.city),
    )


def _words(
    source: Source,
    document: doc.Document,
    readers: str,
    printed: _Printed,
    answered: list[_Printed],
) -> Words:
    """Return the words by which an entry is found, *answered* being the challenges it answers."""
    row, entry, _one = printed
    words = Words(
        title=title_of(entry).text,
        text=to_plain(entry.text),
        names=[
            *source.names_of([row.city]),
            *place_names(row.country_code, readers),
            row.representative,
        ],
        topics=[service.name.text for service in entry.services],
        subjects=[document.event.title.text, *source.subjects_of(entry.services, readers)],
    )
    if answered:
        words.filters.append(tokens.ANSWERS)
    for other, challenge, its in answered:
        words.asking += source.names_of([other.city])
        words.asked_in += tokens.of_place(other.country_code, its.city.continent)
        words.answered.append(to_plain(challenge.text))
    return words
