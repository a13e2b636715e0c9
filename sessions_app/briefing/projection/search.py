"""Writing what an edition prints into the index of the public search.

From its documents only, in its transaction, after the projections of cities were written. A row
without its city's consent stays in the note and is found nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from cities.models import CityProjection, ContributionProjection, EntryProjection
from llex.core import languages
from llex.core.text.name_keys import normalize_key
from llex.core.text.search_words import WORD
from sessions_app.briefing import document as doc
from sessions_app.briefing.projection import search_cities, search_entries, search_sections
from sessions_app.briefing.projection.search_fields import Source
from sessions_app.models import Edition, SearchDocument, SearchWord
from sessions_app.search import engine
from sessions_app.search.spelling import SHORTEST_WORD

_BATCH: Final = 500
_LONGEST_WORD: Final = 40
# What tells a row from all others, and the rest of its columns.
_KEY: Final = ("key", "readers")
_COLUMNS: Final = tuple(
    field.name
    for field in SearchDocument._meta.concrete_fields
    if not field.primary_key and not field.generated and field.name not in _KEY
)


def project(edition: Edition, documents: Mapping[str, doc.Document]) -> None:
    """Replace what is found of the session by what *edition* prints; *documents* are its own."""
    _replace_session(edition.session_id, list(_rows(edition, documents)))


def remove_session(session_id: int) -> None:
    """Delete what is found of a session whose note is withdrawn."""
    _replace_session(session_id, [])


def _replace_session(session_id: int, rows: list[SearchDocument]) -> None:
    of_session = SearchDocument.objects.filter(session_id=session_id)
    former = set(of_session.exclude(city="").order_by().values_list("city", flat=True).distinct())
    _replace(of_session, rows)
    refresh_cities(former | {row.city for row in rows if row.city})


def refresh_cities(slugs: Iterable[str]) -> None:
    """Write what is found of cities themselves anew; one that says nothing any more goes."""
    slugs = set(slugs)
    former = SearchDocument.objects.filter(kind=SearchDocument.Kind.CITY, city__in=slugs)
    _replace(former, search_cities.rows(CityProjection.objects.filter(slug__in=slugs)))


def rename_city(former: str, slug: str) -> None:
    """Write anew what is found of a city that is called *slug* now, and of its sessions."""
    said = ContributionProjection.objects.filter(city__slug=slug)
    sessions = set(said.values_list("session_id", flat=True))
    with transaction.atomic():
        for edition in _current().filter(session_id__in=sessions):
            project(edition, _documents(edition))
        refresh_cities({former, slug})


def readdress_session(session_id: int, slug: str) -> None:
    """Write the present *slug* of a session into what is found of it."""
    found = SearchDocument.objects.filter(session_id=session_id)
    found.update(session=slug)
    found.filter(kind__in=search_sections.KINDS).update(slug=slug)


def rebuild(editions: Iterable[Edition]) -> int:
    """Write the index anew from *editions*, the current ones. Return the number of its rows."""
    with transaction.atomic():
        SearchDocument.objects.all().delete()
        SearchWord.objects.all().delete()
        for edition in editions:
            project(edition, _documents(edition))
    engine.rebuild()
    return SearchDocument.objects.count()


def _current() -> QuerySet[Edition]:
    return Edition.objects.current().select_related("session").prefetch_related("documents")


def _documents(edition: Edition) -> dict[str, doc.Document]:
    """Return the frozen documents of an edition, the one in its main language first."""
    rows = sorted(edition.documents.all(), key=lambda row: row.pk)
    documents = [doc.from_data(row.content) for row in rows]
    return {document.language: document for document in documents}


def _rows(edition: Edition, documents: Mapping[str, doc.Document]) -> Iterator[SearchDocument]:
    published = EntryProjection.objects.filter(contribution__session_id=edition.session_id)
    entries = {(one.kind, one.number): one for one in published.select_related("address", "city")}
    source = Source(edition, documents, entries)
    for readers in languages.CODES:
        yield from search_entries.rows(source, readers)
        yield from search_sections.rows(source, readers)


def _replace(former: QuerySet[SearchDocument], rows: Iterable[SearchDocument]) -> None:
    """Store *rows* in place of the *former* ones; those that stay as they are, are not written."""
    present = {row[:2]: row for row in former.order_by().values_list(*_KEY, *_COLUMNS, "pk")}
    changed = []
    for row in rows:
        values = tuple(getattr(row, name) for name in (*_KEY, *_COLUMNS))
        stored = present.pop(values[:2], ())
        if values != stored[:-1]:
            changed.append(row)
    gone = [row[-1] for row in present.values()]
    SearchDocument.objects.filter(pk__in=gone).delete()
    SearchDocument.objects.bulk_create(
        changed,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=_KEY,
        update_fields=_COLUMNS,
    )
    _store_words(changed)
    engine.index(changed, gone)


def _store_words(rows: Iterable[SearchDocument]) -> None:
    """Store the words of *rows* that a misspelling may mean."""
    written = {
        (row.readers, word)
        for row in rows
        for text in (row.title, row.text, row.city_name, row.person)
        for word in WORD.findall(text)
    }
    words = {(readers, normalize_key(word)) for readers, word in written}
    SearchWord.objects.bulk_create(
        (
            SearchWord(readers=readers, word=word)
            for readers, word in sorted(words)
            if SHORTEST_WORD <= len(word) <= _LONGEST_WORD and not word.isdigit()
        ),
        batch_size=_BATCH,
        ignore_conflicts=True,
    )
