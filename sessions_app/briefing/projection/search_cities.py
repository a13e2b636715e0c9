"""Published cities themselves as rows of the search."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from cities.models import CityProjection
from sessions_app.briefing.projection.search_fields import Words, make_row, place_names, spaced
from sessions_app.models import SearchDocument
from sessions_app.search import tokens


def rows(cities: QuerySet[CityProjection]) -> Iterator[SearchDocument]:
    """Yield a row of each city for the readers of each language."""
    for city in cities.prefetch_related("names", "services", "contributions"):
        newest = max(city.contributions.all(), key=lambda one: one.starts_at)
        day = newest.starts_at.astimezone(ZoneInfo(newest.time_zone)).date()
        # In one order, or a row would be written anew in which nothing has changed.
        called = sorted(city.names.all(), key=lambda one: one.language)
        names = list(dict.fromkeys(name.name for name in called))
        for name in called:
            yield make_row(
                Words(
                    title=name.name,
                    names=[*names, *place_names(city.country, name.language)],
                ),
                name.language,
                name.name_language,
                kind=str(SearchDocument.Kind.CITY),
                key=f"city-{city.slug}",
                slug=city.slug,
                city=city.slug,
                city_name=name.name,
                country=city.country,
                region=city.continent,
                size=tokens.size_of(city.population),
                services=spaced(sorted(one.service for one in city.services.all())),
                day=day,
                year=day.year,
            )
