"""The pages about the editions of a note."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from llex.core import languages
from llex.core.db.former_slugs import redirects_former_slugs
from llex.core.http.finished_pages import finished
from sessions_app.models import LearningSession
from sessions_app.public import edition_list as listing


@redirects_former_slugs(LearningSession.slug_now)
@require_safe
@finished()
def edition_list(request: HttpRequest, slug: str) -> HttpResponse:
    """List the editions of a session's note."""
    found = listing.edition_list(slug, get_language() or languages.DEFAULT)
    context = {"list": found, "session_slug": slug, "title": found.document.event.title}
    return render(request, "sessions_app/editions/list.html", context)
