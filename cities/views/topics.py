"""The public pages of topics: what cities did about each public service, and how it was rated."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from cities.public import embeds, topics
from cities.public.map import world
from cities.public.map.areas import Box
from cities.public.map.topics import MapTopics
from cities.public.projection import current_projection
from cities.public.search import Search
from llex.core import languages
from llex.core.charts.files import PICTURE_FORMATS
from llex.core.http.finished_pages import finished
from priorities.charts.service_history import history_csv, history_picture, service_history
from priorities.models import Service
from priorities.results import trends


@require_safe
@finished()
def topic_list(request: HttpRequest) -> HttpResponse:
    """Show all topics with their measures, and how they were rated in each session."""
    language = get_language() or languages.DEFAULT
    context = {
        "page": "topics",
        "topics": topics.topics(language),
        "history": trends.history(language),
    }
    return render(request, "cities/topics/topic_list.html", context)


@require_safe
@finished("page")
def topic_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what cities did about a public service, what is hard, and how it was rated."""
    service = get_object_or_404(Service, slug=slug)
    language = get_language() or languages.DEFAULT
    counts = topics.count(slug)
    number = request.GET.get("page")
    leaf = topics.measures_page(slug, language, counts.measures, number)
    groups = topics.by_city(leaf, language)
    search = Search(service=slug)
    found = search.count()
    line = trends.history_of(service, language)
    name = topics.name_of(service, language)
    context = {
        "page": "topics",
        "service": service,
        "name": name,
        "counts": counts,
        "embed": embeds.TOPIC.embed(slug, name.text, counts.measures),
        "groups": groups,
        "challenges": topics.challenges(slug, language),
        "speakers": topics.speakers([card for group in groups for card in group.cards], language),
        "map": _map(search, found.box, language) if counts.cities else None,
        "line": line,
        "history": service_history(line),
        "choices": trends.choices_of(service, language),
        "leaf": leaf,
    }
    return render(request, "cities/topics/topic_detail.html", context)


def _map(search: Search, box: Box, language: str) -> world.Map:
    topics = MapTopics.read(current_projection().facets, language)
    return world.draw(search, language, topics, box=box)


@require_safe
@finished()
def topic_chart(request: HttpRequest, slug: str, extension: str) -> HttpResponse:
    """Send how a public service was rated, session by session, as a picture or as its figures."""
    service = get_object_or_404(Service, slug=slug)
    language = get_language() or languages.DEFAULT
    history = service_history(trends.history_of(service, language))
    if history is None:
        raise Http404
    if extension == "csv":
        return HttpResponse(history_csv(history), content_type="text/csv; charset=utf-8")
    made = PICTURE_FORMATS.get(extension)
    if made is None:
        raise Http404
    # The end of the address stays its end where the line is written from right to left.
    address = f"{settings.SITE_URL}{reverse('cities:topic_detail', args=[slug])}\u200e"
    picture = history_picture(str(topics.name_of(service, language)), history, address)
    return HttpResponse(made.write(picture), content_type=made.media_type)
