"""The pages about the editions of a note."""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from llex.core import languages
from llex.core.citations.writers import CITATION_FORMATS
from llex.core.db.former_slugs import redirects_former_slugs
from llex.core.http.finished_pages import finished
from llex.core.text import Phrase
from sessions_app.briefing import edition_cache
from sessions_app.briefing.citations import note_citation
from sessions_app.briefing.document import from_data
from sessions_app.briefing.stamps import stamp
from sessions_app.models import LearningSession
from sessions_app.public import edition_checksums as checksums
from sessions_app.public import edition_differences as comparing
from sessions_app.public import edition_list as listing
from sessions_app.views.briefing import LONG

# Of the number of an edition.
_DIGITS: Final = 5
_MINUTE: Final = 60


@redirects_former_slugs(LearningSession.slug_now)
@require_safe
@finished()
def edition_list(request: HttpRequest, slug: str) -> HttpResponse:
    """List the editions of a session's note."""
    return _list(request, slug)


@redirects_former_slugs(LearningSession.slug_now)
@require_safe
def edition_difference_choice(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead to the differences between the two editions that were chosen on the list."""
    before, after = (_number(request.GET.get(name, "")) for name in ("before", "after"))
    if before is None or after is None or before == after:
        return _list(request, slug, is_refused=True)
    return redirect("sessions_app:edition_differences", slug, before, after)


@redirects_former_slugs(LearningSession.slug_now)
@require_safe
@finished()
def edition_differences(request: HttpRequest, slug: str, before: int, after: int) -> HttpResponse:
    """Show what differs between two editions, word by word."""
    language = get_language() or languages.DEFAULT
    found = comparing.edition_differences(slug, before, after, language)
    context = {
        "page": "sessions",
        "found": found,
        "session_slug": slug,
        "title": found.document.event.title,
    }
    return render(request, "sessions_app/editions/differences.html", context)


@redirects_former_slugs(LearningSession.slug_now)
@require_safe
def edition_citation(request: HttpRequest, slug: str, number: int, extension: str) -> HttpResponse:
    """Send a reference to an edition as a file for reference managers."""
    form = CITATION_FORMATS.get(extension)
    if form is None:
        raise Http404
    row = edition_cache.edition_document(slug, number, get_language() or languages.DEFAULT)
    document = from_data(row.content)
    written = form.write(note_citation(document, stamp(row.edition, document)))
    response = HttpResponse(written, content_type=form.media_type)
    name = f"{slug}-{number}-{document.language}.{form.name}"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Content-Language"] = document.language
    response["Cache-Control"] = LONG
    return response


@redirects_former_slugs(LearningSession.slug_now)
@require_safe
@finished(seconds=_MINUTE)
def edition_checksums(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show the checksums of an edition's files, and how to verify one."""
    found = checksums.edition_checksums(slug, number)
    title = Phrase(found.title_language, found.title)
    context = {"page": "sessions", "found": found, "session_slug": slug, "title": title}
    return render(request, "sessions_app/editions/checksums.html", context)


@redirects_former_slugs(LearningSession.slug_now)
@require_safe
def edition_checksum_file(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Send the checksums of an edition's files as programs verify them."""
    text = checksums.edition_checksums(slug, number).as_text()
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, "SHA256SUMS")
    response["Cache-Control"] = "public, no-cache"
    return response


def _list(request: HttpRequest, slug: str, *, is_refused: bool = False) -> HttpResponse:
    """Show the list of editions, and whether two were asked for that are one, or none."""
    found = listing.edition_list(slug, get_language() or languages.DEFAULT)
    context = {
        "page": "sessions",
        "list": found,
        "session_slug": slug,
        "title": found.document.event.title,
        "is_refused": is_refused,
    }
    return render(
        request, "sessions_app/editions/list.html", context, status=400 if is_refused else 200
    )


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= _DIGITS else None
