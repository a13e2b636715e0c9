"""The public pages of topics: what cities did about each public service, and how it was rated."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from cities.models import ProjectionState
from cities.public import topics
from cities.public.http_cache import kept
from cities.public.map import world
from cities.public.search import Search
from llex.core import languages
from priorities.models import Service
from priorities.results.trends import choices_of, history, history_of


@require_safe
@gzip_page
@kept
def topic_list(request: HttpRequest, projection: ProjectionState) -> HttpResponse:
    """Show all topics with their measures, and how they were rated in each session."""
    language = get_language() or languages.DEFAULT
    context = {
        "page": "topics",
        "topics": topics.topics(language),
        "history": history(language),
    }
    return render(request, "cities/topics/topic_list.html", context)


@require_safe
@gzip_page
@kept
def topic_detail(request: HttpRequest, projection: ProjectionState, slug: str) -> HttpResponse:
    """Show what cities did about a public service, what is hard, and how it was rated."""
    service = get_object_or_404(Service, slug=slug)
    language = get_language() or languages.DEFAULT
    counts = topics.count(slug)
    number = request.GET.get("page")
    leaf = topics.measures_page(slug, language, counts.measures, number)
    groups = topics.by_city(leaf, language)
    search = Search(service=slug)
    found = search.count()
    context = {
        "page": "topics",
        "service": service,
        "name": topics.name_of(service, language),
        "counts": counts,
        "groups": groups,
        "challenges": topics.challenges(slug, language),
        "speakers": topics.speakers([card for group in groups for card in group.cards], language),
        "map": world.draw(search, language, box=found.box) if counts.cities else None,
        "line": history_of(service, language),
        "choices": choices_of(service, language),
        "leaf": leaf,
    }
    return render(request, "cities/topics/topic_detail.html", context)
