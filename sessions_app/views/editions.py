"""The pages about the editions of a note."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from llex.core import languages
from llex.core.db.former_slugs import redirects_former_slugs
from llex.core.http.finished_pages import finished
from sessions_app.models import LearningSession
from sessions_app.public import edition_differences as comparing
from sessions_app.public import edition_list as listing

# Of the number of an edition.
_DIGITS: Final = 5


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
    context = {"found": found, "session_slug": slug, "title": found.document.event.title}
    return render(request, "sessions_app/editions/differences.html", context)


def _list(request: HttpRequest, slug: str, *, is_refused: bool = False) -> HttpResponse:
    """Show the list of editions, and whether two were asked for that are one, or none."""
    found = listing.edition_list(slug, get_language() or languages.DEFAULT)
    context = {
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
