"""The embeds of cities and topics: the newest measures, and the map."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.utils import formats
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from cities.models import (
    City,
    CityNameProjection,
    EntryAddress,
    EntryKind,
    EntryProjection,
    ProjectionState,
)
from cities.public import listing, topics
from cities.public.entries import cards, published
from cities.public.map import world
from cities.public.map.areas import WHOLE
from cities.public.map.topics import MapTopics
from cities.public.projection import current_projection
from cities.public.search import WORDS, Found, Search
from llex.core import languages
from llex.core.embedding.kinds import Embed, EmbedKind, Heights, Shown, register_embeds
from llex.core.http.error_pages import Gone
from llex.core.languages.numbers import number
from llex.core.languages.phrases import join_items
from priorities.models import Service

# The newest measures that a frame shows; the page has all.
MEASURES: Final = 10


class _Measures(EmbedKind):
    """A list of measures, the newest first."""

    template = "cities/embeds/measures.html"
    heights = Heights(around=110, row=74, narrow_row=108)

    def embed(self, slug: str, name: str, count: int) -> Embed:
        """Return the embed of a page whose *count* measures are known."""
        title = _("What cities did: %(name)s") % {"name": name}
        return Embed(self, {"slug": slug}, title, min(count, MEASURES))

    def _shown(self, embed: Embed, found: QuerySet[EntryProjection], count: int) -> Shown:
        newest = found.filter(kind=EntryKind.RESPONSE).order_by("-starts_at", "-pk")[:MEASURES]
        text = ngettext(
            "All on %(site)s: %(number)s measure", "All on %(site)s: %(number)s measures", count
        )
        return Shown(
            embed,
            {"cards": cards(newest, _language()), "of_a_city": self is CITY},
            edition=_as_published(current_projection()),
            all_of_it=text % {"number": number(count), "site": settings.SITE_NAME},
        )


class CityMeasures(_Measures):
    """The measures of a city."""

    name = "city"
    label = gettext_lazy("The newest measures of a city")
    route = "cities/<slug:slug>/"
    pages = ("cities:city_detail",)
    pictures = "cities"

    def embed(self, slug: str, name: str, count: int) -> Embed:
        title = _("What the city did: %(name)s") % {"name": name}
        return Embed(self, {"slug": slug}, title, min(count, MEASURES), author=name)

    def show(self, **asked: str) -> Shown:
        slug = asked["slug"]
        names = CityNameProjection.objects.select_related("city")
        name = names.filter(city__slug=slug, language=_language()).first()
        if name is None:
            raise _gone_or_missing(slug)
        embed = self.embed(slug, name.name, name.city.response_count)
        return self._shown(embed, published().filter(city=name.city), name.city.response_count)

    def slug_now(self, slug: str) -> str | None:
        return City.slug_now(slug)


class TopicMeasures(_Measures):
    """The measures of all cities on a topic."""

    name = "topic"
    label = gettext_lazy("The newest measures on a topic")
    route = "topics/<slug:slug>/"
    pages = ("cities:topic_detail",)
    pictures = "topics"

    def show(self, **asked: str) -> Shown:
        slug = asked["slug"]
        service = Service.objects.filter(slug=slug).first()
        if service is None:
            raise Http404
        found = topics.on_topic(slug)
        count = found.filter(kind=EntryKind.RESPONSE).count()
        name = topics.name_of(service, _language())
        return self._shown(self.embed(slug, name.text, count), found, count)


class CityMap(EmbedKind):
    """The map of the cities that a list shows, all or as filtered."""

    name = "map"
    label = gettext_lazy("The map of cities: all, or those of a topic, a region, a country")
    route = "map/"
    template = "cities/embeds/map.html"
    pages = ("cities:city_list",)
    parameters = WORDS
    heights = Heights(around=300, row=0, narrow_row=0, share=WHOLE.height / WHOLE.width)

    def embed(self, search: Search, chosen: str) -> Embed:
        """Return the embed of the cities that *search* finds; *chosen* says what it asks for."""
        asked = {name: str(getattr(search, name)) for name in self.parameters}
        title = _("Cities: %(chosen)s") % {"chosen": chosen} if chosen else _("Map of the cities")
        return Embed(self, asked, title)

    def show(self, **asked: str) -> Shown:
        search = Search.read(asked)
        found = search.count()
        if search and not found.cities:
            raise Http404
        state = current_projection()
        filters = listing.filters(state, search, _language())
        map_topics = MapTopics.read(state.facets, _language())
        return Shown(
            self.embed(search, chosen_names(filters)),
            {"map": world.draw(search, _language(), map_topics, box=found.box)},
            edition=_as_published(state),
            all_of_it=_all_cities(found),
        )

    def example(self) -> Embed | None:
        return self.embed(Search(), "")


CITY: Final = CityMeasures()
TOPIC: Final = TopicMeasures()
MAP: Final = CityMap()


def chosen_names(filters: list[listing.ListFilter]) -> str:
    """Return what a list is filtered by; "" for a whole one."""
    return join_items(one.chosen.name for one in filters if one.chosen)


def register() -> None:
    """Add the embeds of cities and topics."""
    register_embeds(TOPIC, CITY, MAP)


def _language() -> str:
    return get_language() or languages.DEFAULT


def _gone_or_missing(slug: str) -> Exception:
    """Return what to raise for a city that no current edition prints."""
    if EntryAddress.objects.filter(city_slug=slug).exclude(withdrawn_at=None).exists():
        return Gone(_("What the city said here has been withdrawn."))
    return Http404()


def _as_published(state: ProjectionState) -> str:
    """Return when the projection was written last; "" before the first publication."""
    if not state.version:
        return ""
    day = formats.date_format(state.changed_at, _("j F Y"))
    return _("as published on %(day)s") % {"day": day}


def _all_cities(found: Found) -> str:
    text = ngettext(
        "All on %(site)s: %(number)s city", "All on %(site)s: %(number)s cities", found.cities
    )
    return text % {"number": number(found.cities), "site": settings.SITE_NAME}
