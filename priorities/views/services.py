"""Public services: how they were rated, session by session."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from llex.core import languages
from priorities.models import Service
from priorities.results.trends import choices_of, history, history_of


@require_safe
def service_list(request: HttpRequest) -> HttpResponse:
    """Show all services that were rated, with their rank and mean in each session."""
    found = history(get_language() or languages.DEFAULT)
    return render(
        request, "priorities/public/service_list.html", {"history": found, "page": "priorities"}
    )


@require_safe
def service_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one service: its description, its ratings, and how often it was chosen."""
    service = get_object_or_404(Service, slug=slug)
    language = get_language() or languages.DEFAULT
    line, choices = history_of(service, language), choices_of(service, language)
    context = {"service": service, "line": line, "choices": choices, "page": "priorities"}
    return render(request, "priorities/public/service_detail.html", context)
