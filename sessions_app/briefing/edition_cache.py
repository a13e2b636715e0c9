"""The pages of editions, kept ready: a reader who finds one costs no query.

Two entries lead to a page. The *pointer*, in the cache that all processes share, tells which
edition of a session is current. The *page*, in each process, is filed under everything that it
depends on, so that it is never changed, only left behind. Publishing writes the pointer; a reader
who had to look it up may only add it, never overwrite it, and so cannot bring back an edition that
has just been superseded.

A pointer can be wrong: an edition was published while the cache was away, or out of reach of the
publisher alone. So it is believed for some seconds only, then the database is asked again; a reader
of a newer edition than the pointer tells mends it at once.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from django.conf import settings
from django.core.cache import caches
from django.db.models import F, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.http import http_date
from django.utils.translation import get_language

from cities.public.entry_addresses import entry_pages
from llex.core import languages
from llex.core.cache.recent_answers import RecentAnswers
from llex.core.http import template_fingerprint
from llex.core.http.finished_pages import FinishedPage
from sessions_app.briefing.document import Document, Withdrawal, from_data
from sessions_app.briefing.edition_history import (
    formats_of,
    frozen_documents,
    withdrawn_since,
)
from sessions_app.briefing.render import FORMATS
from sessions_app.briefing.stamps import stamp
from sessions_app.briefing.withdrawn_editions import readable_rows, withdrawn_note
from sessions_app.models import Edition, EditionDocument

_DAY = 24 * 3600
# Seconds for which a pointer is believed: so long can an edition stay unseen at most.
_BELIEVED = 15


class CurrentEdition(NamedTuple):
    """Which edition of a session is current, whether it is withdrawn, and the last changes of any.

    *redacted* is when a name was last taken out of one, *withdrawn* when one was last withdrawn.
    """

    number: int
    checksum: str
    redacted: str = ""
    withdrawn: str = ""
    is_withdrawn: bool = False


_recent: Final = RecentAnswers[CurrentEdition]()


def set_current(edition: Edition) -> None:
    """Make *edition* the current one for all readers, now."""
    renew(edition.session.slug)


def renew(slug: str) -> None:
    """Tell all readers which edition of a session is current, and what was withdrawn, now."""
    _write(slug, _latest(slug))


def current(slug: str) -> CurrentEdition:
    """Return the current edition of a session.

    Raise Http404 if it has none, EditionWithdrawn if its note is withdrawn.
    """
    pointer = _pointer(slug)
    if pointer.is_withdrawn:
        raise withdrawn_note(slug)
    return pointer


def _pointer(slug: str) -> CurrentEdition:
    """Return the current edition of a session, withdrawn or not. Raise Http404 if it has none."""
    key = _pointer_key(slug)

    def ask() -> CurrentEdition:
        pointer: CurrentEdition | None = caches["shared"].get(key)
        if pointer is None:
            pointer = _latest(slug)
            caches["shared"].add(key, pointer, _BELIEVED)
        return pointer

    return _recent.get(key, ask)


def _latest(slug: str) -> CurrentEdition:
    """Read the current edition from the database. Raise Http404 if the session has none."""
    editions = Edition.objects.filter(session__slug=slug)
    rows = editions.order_by("-number").annotate(
        last_redacted=_last(editions, "redacted_at"), last_withdrawn=_last(editions, "withdrawn_at")
    )
    columns = ("number", "checksum", "last_redacted", "last_withdrawn", "withdrawn_at")
    row = rows.values_list(*columns).first()
    if row is None:
        raise Http404
    number, checksum, redacted, withdrawn, withdrawn_at = row
    return CurrentEdition(
        number, checksum, _moment(redacted), _moment(withdrawn), withdrawn_at is not None
    )


def _last(editions: QuerySet[Edition], field: str) -> Subquery:
    """Return the latest moment of a *field* among *editions*, as a subquery."""
    return Subquery(editions.order_by(F(field).desc(nulls_last=True)).values(field)[:1])


def _moment(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _at_least(pointer: CurrentEdition, slug: str, number: int) -> CurrentEdition:
    """Return *pointer*, mended where the edition *number* that is asked for is a newer one."""
    if number <= pointer.number:
        return pointer
    latest = _latest(slug)
    if latest.number > pointer.number:
        _write(slug, latest)
    return latest


def _write(slug: str, pointer: CurrentEdition) -> None:
    caches["shared"].set(_pointer_key(slug), pointer, _BELIEVED)
    _recent.forget(_pointer_key(slug))


def forget(slug: str) -> None:
    """Remove the pointer under a slug that no session has any more."""
    caches["shared"].delete(_pointer_key(slug))
    _recent.forget(_pointer_key(slug))


def serve(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """Answer with the page of an edition, the current one unless *number* says which.

    A reader who has the page already gets 304. Raise Http404 where there is no such edition,
    EditionWithdrawn where it is withdrawn.
    """
    pointer = current(slug) if number is None else _at_least(_pointer(slug), slug, number)
    page = _page(request, slug, pointer.number if number is None else number, pointer)
    return page.response(request)


def edition_document(slug: str, number: int, language: str) -> EditionDocument:
    """Return the document of an edition in *language*, else in the note's main language.

    One query. Raise Http404 where there is no such edition, EditionWithdrawn where it is withdrawn.
    """
    documents = EditionDocument.objects.select_related("edition__session").filter(
        edition__session__slug=slug, edition__number=number
    )
    by_language = {row.language: row for row in readable_rows(list(documents))}
    return by_language.get(language) or next(iter(by_language.values()))


def _page(request: HttpRequest, slug: str, number: int, pointer: CurrentEdition) -> FinishedPage:
    language = get_language() or languages.DEFAULT
    # The address says slug and language, and the page's own links begin from it.
    changes = f"{pointer.redacted}:{pointer.withdrawn}"
    edition = f"{number}:{pointer.number}:{pointer.checksum[:16]}:{changes}"
    key = f"page:{template_fingerprint.fingerprint()}:{request.path}:{edition}"
    # Whoever writes templates wants to see them change.
    page: FinishedPage | None = None if settings.DEBUG else caches["pages"].get(key)
    if page is None:
        page = _render(request, edition_document(slug, number, language), pointer)
        caches["pages"].set(key, page, _DAY)
    return page


def _render(request: HttpRequest, row: EditionDocument, pointer: CurrentEdition) -> FinishedPage:
    document = from_data(row.content)
    frozen = frozen_documents(row)
    formats = formats_of(row, frozen)
    is_current = row.edition.number == pointer.number
    context = {
        "page": "sessions",
        "document": document,
        "stamp": stamp(row.edition, document, current=pointer.number),
        "session_slug": row.edition.session.slug,
        "languages": document.languages,
        # An edition has the formats that there were when it was published.
        "formats": [made for name, made in FORMATS.items() if name in formats],
        "withdrawn": _withdrawn_since(row, document, pointer, frozen),
        "editions": pointer.number,
        "permanent": request.path.endswith(f"/editions/{row.edition.number}/"),
        "licence": settings.LICENCE,
        # The cities' own pages tell what the current edition prints.
        "linked": entry_pages(row.edition.session_id) if is_current else None,
    }
    body = render_to_string("sessions_app/briefing/page.html", context, request).encode()
    changed_at = row.redacted_at or row.edition.published_at
    return FinishedPage.of(body, last_modified=http_date(changed_at.timestamp()))


def _withdrawn_since(
    row: EditionDocument,
    document: Document,
    pointer: CurrentEdition,
    frozen: Sequence[EditionDocument],
) -> Sequence[Withdrawal]:
    """Return the cities of an edition that are withdrawn in the current one.

    A query only where the current one is not among the *frozen* documents, those in its language.
    """
    if row.edition.number == pointer.number:
        return ()
    current_one = next((one for one in frozen if one.edition.number == pointer.number), None)
    if current_one is None:
        current_one = edition_document(row.edition.session.slug, pointer.number, document.language)
    return withdrawn_since(document, from_data(current_one.content))


def _pointer_key(slug: str) -> str:
    return f"current-edition:{slug}"
