"""Public services: how they were rated, session by session."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from llex.core import languages
from priorities.models import Service
from priorities.results.trends import history, history_of


@require_safe
def service_list(request: HttpRequest) -> HttpResponse:
    """Show all services that were rated, with their rank and mean in each session."""
    found = history(get_language() or languages.DEFAULT)
    return render(
        request, "priorities/public/service_list.html", {"history": found, "page": "priorities"}
    )


@require_safe
def service_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one service: what it is, and how it was rated."""
    service = get_object_or_404(Service, slug=slug)
    line = history_of(service, get_language() or languages.DEFAULT)
    context = {"service": service, "line": line, "page": "priorities"}
    return render(request, "priorities/public/service_detail.html", context)
