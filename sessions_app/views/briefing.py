"""The addresses of a note: its current edition, every edition for ever, and their files."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from llex.core import languages
from llex.core.db.former_slugs import redirects_former_slugs
from llex.core.files.storage_faults import file_unavailable
from sessions_app.briefing import edition_cache
from sessions_app.briefing.edition_files import edition_file as find_file
from sessions_app.briefing.render import FORMATS
from sessions_app.models import EditionDocument, LearningSession
from sessions_app.public.edition_checksums import download_name
from sessions_app.statistics.note_downloads import CountedFileResponse

# An edition changes only where the name of an erased person is taken out.
LONG = "public, max-age=3600"


@redirects_former_slugs(LearningSession.slug_now)
@csrf_exempt  # It only reads: what is sent is a wrong method.
@require_safe
def briefing(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show the current edition of a session's note."""
    return edition_cache.serve(request, slug)


@redirects_former_slugs(LearningSession.slug_now)
@csrf_exempt  # It only reads: what is sent is a wrong method.
@require_safe
def edition(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """Show one edition, which says so when it is no longer the current one."""
    return edition_cache.serve(request, slug, number)


@redirects_former_slugs(LearningSession.slug_now)
@csrf_exempt  # It only reads: what is sent is a wrong method.
@require_safe
def briefing_file(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """Send a file of the current edition."""
    response = _file(request, slug, edition_cache.current(slug).number, name)
    if response.status_code == HTTPStatus.OK:
        # Our proxy has it for when the site cannot answer.
        response["X-Accel-Expires"] = "1"
    # A file that cannot be read now says itself that nobody keeps the answer.
    response.setdefault("Cache-Control", "public, no-cache")
    return response


@redirects_former_slugs(LearningSession.slug_now)
@csrf_exempt  # It only reads: what is sent is a wrong method.
@require_safe
def edition_file(request: HttpRequest, slug: str, number: int, name: str) -> HttpResponseBase:
    """Send a file of one edition."""
    response = _file(request, slug, number, name)
    response.setdefault("Cache-Control", LONG)
    return response


def _file(request: HttpRequest, slug: str, number: int, name: str) -> HttpResponseBase:
    """Answer with an edition's file in the page's language, else in the note's main language."""
    made = FORMATS[name]
    document = edition_cache.edition_document(slug, number, get_language() or languages.DEFAULT)
    try:
        file = find_file(document, made.name)
    except OSError as error:
        return file_unavailable(request, error)
    if file is None:
        raise Http404
    if file.withheld_at:
        return _withheld(request, document)
    etag = quote_etag(file.checksum)
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    try:
        content = file.file.open("rb")
    except OSError as error:
        return file_unavailable(request, error)
    response = CountedFileResponse(
        content,
        content_type=made.media_type,
        as_attachment=made.is_saved,
        filename=download_name(slug, document.language, made.name),
    )
    response["ETag"] = etag
    changed_at = document.edition.redacted_at or document.edition.published_at
    response["Last-Modified"] = http_date(changed_at.timestamp())
    response["Content-Language"] = document.language
    response.count_for(request, file.pk)
    return response


def _withheld(request: HttpRequest, document: EditionDocument) -> HttpResponseBase:
    """Say that a file named an erased person and was withdrawn."""
    context = {"edition": document.edition, "session_slug": document.edition.session.slug}
    return render(request, "sessions_app/briefing/withheld.html", context, status=410)
