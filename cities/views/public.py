"""The public pages of cities: what they said, on a map, in a list, and one by one."""

from functools import partial

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from cities.models import City, CityProjection
from cities.public import city_page, embeds, listing
from cities.public.map import world
from cities.public.map.topics import MapTopics
from cities.public.projection import current_projection
from cities.public.search import WORDS, Search
from llex.core import languages
from llex.core.db.former_slugs import redirects_former_slugs
from llex.core.http.finished_pages import finished
from llex.core.languages.regions import region_name

CITIES_ON_A_PAGE = 48
CONTRIBUTIONS_ON_A_PAGE = 20
NEIGHBOURS = 6
# Seconds; a new edition has a new map under another key.
MAP_KEPT = 3600


@require_safe
@finished(*WORDS, "area", "page")
def city_list(request: HttpRequest) -> HttpResponse:
    """Show the cities that have published something, on a map and in a list, as filtered."""
    language = get_language() or languages.DEFAULT
    search = Search.read(request.GET)
    projection = current_projection()
    topics = MapTopics.read(projection.facets, language)
    found = search.count()
    number = request.GET.get("page")
    page = listing.page_of(search.names(language), found.cities, CITIES_ON_A_PAGE, number)
    filters = listing.filters(projection, search, language)
    context = {
        "page": "cities",
        "search": search,
        "filters": filters,
        "unknown": listing.unknown_values(filters, request.GET),
        "embed": embeds.MAP.embed(search, embeds.chosen_names(filters)),
        # Drawn only where it is not kept: it is the same on all pages of a list.
        "map": SimpleLazyObject(partial(world.draw, search, language, topics, box=found.box)),
        "map_key": f"{projection.version} {language} {search.query()}",
        "map_seconds": 0 if settings.DEBUG else MAP_KEPT,
        "map_topics": topics,
        "countries": listing.by_country(page, found.per_country),
        "found": found,
        "leaf": page,
    }
    return render(request, "cities/public/city_list.html", context)


@redirects_former_slugs(City.slug_now)
@require_safe
@finished("page")
def city_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show everything that a city said over all sessions, the newest first."""
    language = get_language() or languages.DEFAULT
    city = CityProjection.objects.filter(slug=slug).first()
    if city is None:
        raise Http404
    said = city.contributions.all()
    number = request.GET.get("page")
    page = listing.page_of(said, city.contribution_count, CONTRIBUTIONS_ON_A_PAGE, number)
    name = city.names.select_related("city").get(language=language)
    entries = city_page.city_entries(page, language)
    context = {
        "page": "cities",
        "city": city,
        "name": name,
        "embed": embeds.CITY.embed(slug, name.name, city.response_count),
        "place": world.locate(name),
        "region": region_name(city.continent),
        "summary": city_page.summary(city),
        "entries": entries,
        "same_challenges": city_page.same_challenges(city, entries.challenges, language),
        "networks": listing.networks(city, language),
        "sayings": listing.contribution_cards(page, language),
        "neighbours": listing.neighbours(city, language, NEIGHBOURS),
        "leaf": page,
    }
    return render(request, "cities/public/city_detail.html", context)
