"""Write the projection of published cities, for publishing; public pages only read it.

All writing is done under the lock of the one row of `ProjectionState`, so that two sessions that
are published at once count their cities one after the other.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.timezone import now

from cities.directory.gazetteer import continent_of
from cities.models import (
    City,
    CityNameProjection,
    CityProjection,
    CityServiceProjection,
    ContributionProjection,
    EntryAddress,
    ProjectionState,
)
from cities.public import published_entries
from cities.public.map import equal_earth
from cities.wording.published_row import SessionRow
from llex.core import languages
from llex.core.http import finished_pages
from llex.core.languages.countries import country_name
from llex.core.languages.sorting import stored_key
from llex.core.languages.translation_marks import text_in
from llex.core.text import Phrase

# After every name that there is: those without a country come last.
_LAST = "zzzz"
_BATCH = 500
_FACTS = (
    *("kind", "country", "continent", "latitude", "longitude", "x", "y"),
    *("population", "population_year", "networks"),
    *("contribution_count", "response_count", "challenge_count", "main_service"),
)


def replace_session(session_id: int, entries: Mapping[str, ContributionProjection]) -> None:
    """Replace everything published of a session by *entries*, by the slug of their city."""
    with changing():
        former = ContributionProjection.objects.filter(session_id=session_id)
        touched = set(former.values_list("city__slug", flat=True))
        former.delete()
        touched |= _store(entries)
        published_entries.store(session_id, entries.values())
        _refresh(touched)


def clear() -> None:
    """Delete everything that is published of cities, before a rebuild."""
    with changing():
        CityProjection.objects.all().delete()


def rename_city(former: str, slug: str) -> None:
    """Move everything published of the city *former* to *slug*, its new one or another city's.

    To be called when a city gets another slug, and when it is merged into another city.
    """
    with changing():
        city = CityProjection.objects.filter(slug=former).first()
        if city is None:
            return
        other, _created = CityProjection.objects.get_or_create(slug=slug)
        city.contributions.update(city=other)
        city.entries.update(city=other)
        _refresh({former, slug})


def readdress_session(session_id: int, slug: str) -> None:
    """Write the present *slug* of a session into what is published of it."""
    with changing():
        ContributionProjection.objects.filter(session_id=session_id).update(session_slug=slug)
        EntryAddress.objects.filter(session_id=session_id).update(session_slug=slug)


def current_projection() -> ProjectionState:
    """Return the state of the projection; an empty one where nothing was ever published."""
    state = ProjectionState.objects.filter(pk=ProjectionState.ONE).first()
    return state or ProjectionState(pk=ProjectionState.ONE)


@contextmanager
def changing() -> Iterator[None]:
    """Hold the projection's lock; afterwards count what can be filtered by, and say it changed."""
    with transaction.atomic():
        ProjectionState.objects.get_or_create(pk=ProjectionState.ONE)
        ProjectionState.objects.select_for_update().get(pk=ProjectionState.ONE)
        yield
        ProjectionState.objects.filter(pk=ProjectionState.ONE).update(
            version=F("version") + 1, changed_at=now(), facets=count_facets()
        )
        finished_pages.renew()


def _store(entries: Mapping[str, ContributionProjection]) -> set[str]:
    """Write the entries under their cities as these are called now. Return the slugs."""
    # The publications of a deleted city keep its slug.
    slugs = {slug: slug for slug in entries} | City.objects.slugs_now(entries)
    known = set(
        CityProjection.objects.filter(slug__in=slugs.values()).values_list("slug", flat=True)
    )
    CityProjection.objects.bulk_create(
        CityProjection(slug=slug) for slug in dict.fromkeys(slugs.values()) if slug not in known
    )
    cities = {city.slug: city for city in CityProjection.objects.filter(slug__in=slugs.values())}
    for slug, entry in entries.items():
        entry.city = cities[slugs[slug]]
    ContributionProjection.objects.bulk_create(entries.values())
    return set(slugs.values())


def _refresh(slugs: Iterable[str]) -> None:
    """Count and describe these cities again; one that says nothing any more goes."""
    CityProjection.objects.filter(slug__in=slugs, contributions__isnull=True).delete()
    cities = list(CityProjection.objects.filter(slug__in=slugs).prefetch_related("contributions"))
    facts = {
        city.slug: city for city in City.objects.filter(slug__in=slugs).prefetch_related("networks")
    }
    names, services = [], []
    for city in cities:
        published = list(city.contributions.all())
        rows = _latest_rows(published)
        _describe(city, facts.get(city.slug), next(iter(rows.values())), published)
        names += [_name(city, code, rows) for code in languages.CODES]
        services += [
            CityServiceProjection(city=city, service=slug) for slug in _services(published)
        ]
    CityNameProjection.objects.filter(city__in=cities).delete()
    CityServiceProjection.objects.filter(city__in=cities).delete()
    CityProjection.objects.bulk_update(cities, _FACTS, batch_size=_BATCH)
    CityNameProjection.objects.bulk_create(names, batch_size=_BATCH)
    CityServiceProjection.objects.bulk_create(services, batch_size=_BATCH)


def _latest_rows(published: Iterable[ContributionProjection]) -> dict[str, SessionRow]:
    """Return the newest row in each language, that of the newest note's main language first."""
    rows: dict[str, SessionRow] = {}
    for contribution in published:
        for code in (contribution.language, *contribution.rows):
            rows.setdefault(code, contribution.row(code))
    return rows


def _describe(
    city: CityProjection,
    facts: City | None,
    row: SessionRow,
    published: list[ContributionProjection],
) -> None:
    city.country = row.country_code
    city.continent = continent_of(row.country_code) if row.country_code else ""
    city.contribution_count = len(published)
    city.response_count = sum(contribution.response_count for contribution in published)
    city.challenge_count = sum(contribution.challenge_count for contribution in published)
    city.main_service = _main_service(published)
    if facts is None:
        city.kind = city.kind or City.Kind.CITY
        return
    city.kind = facts.kind
    city.population, city.population_year = facts.population, facts.population_year
    city.latitude, city.longitude = facts.latitude, facts.longitude
    city.x = city.y = None
    if facts.latitude is not None and facts.longitude is not None:
        city.x, city.y = equal_earth.place(facts.latitude, facts.longitude)
    city.networks = [
        {code: text for code in languages.CODES if (text := text_in(network, "name", code))}
        for network in facts.networks.all()
    ]


def _name(city: CityProjection, code: str, rows: dict[str, SessionRow]) -> CityNameProjection:
    row = rows.get(code) or next(iter(rows.values()))
    country = row.country or Phrase(row.language, "")
    if code not in rows and country:
        # Countries are named by a list and not by a note: here too where no edition is in it.
        country = Phrase(code, country_name(row.country_code, code))
    return CityNameProjection(
        city=city,
        language=code,
        name=row.city.name.text,
        name_language=row.city.name.language,
        country_name=country.text,
        country_language=country.language,
        country_key=stored_key(country.text, code) if country else _LAST,
        name_key=stored_key(row.city.name.text, code),
    )


def _services(published: Iterable[ContributionProjection]) -> set[str]:
    return {slug for one in published for slug in one.row(one.language).services()}


def _main_service(published: Iterable[ContributionProjection]) -> str:
    """Return the service that most measures are about, of several the one of the newest."""
    counted = Counter(
        service.slug
        for one in published
        for response in one.row(one.language).responses
        for service in response.services
    )
    return next((slug for slug, _measures in counted.most_common(1)), "")


def count_facets() -> dict[str, Any]:
    """Count what the published cities can be filtered by, with the names that are printed."""
    regions: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    countries: Counter[str] = Counter()
    main: Counter[str] = Counter()
    counted = ("continent", "kind", "country", "main_service")
    for city in CityProjection.objects.values_list(*counted).iterator():
        for counter, value in zip((regions, kinds, countries, main), city, strict=True):
            counter[value] += 1
    services = Counter(CityServiceProjection.objects.values_list("service", flat=True).iterator())
    return {
        "regions": dict(regions),
        "kinds": dict(kinds),
        "countries": {
            code: {"cities": cities, "names": _country_names(code)}
            for code, cities in countries.items()
        },
        "services": {
            slug: {"cities": cities, "names": _service_names(slug)}
            for slug, cities in services.items()
        },
        # By the number of cities whose main one it is, then of those that say anything on it.
        "main_services": sorted(
            filter(None, main), key=lambda slug: (-main[slug], -services[slug], slug)
        ),
        "cities": sum(kinds.values()),
        "contributions": ContributionProjection.objects.count(),
    }


def _country_names(code: str) -> dict[str, list[str]]:
    names = CityNameProjection.objects.filter(city__country=code).order_by("pk")
    rows = names.values_list("language", "country_language", "country_name")[: len(languages.CODES)]
    return {language: [of, name] for language, of, name in rows}


def _service_names(slug: str) -> dict[str, list[str]]:
    """Return what the newest editions call a service, in each language that they have."""
    names: dict[str, list[str]] = {}
    published = ContributionProjection.objects.filter(city__services__service=slug)
    for contribution in published.order_by("-starts_at", "-pk")[:20]:
        for code in (contribution.language, *contribution.rows):
            service = contribution.row(code).services().get(slug)
            if service and code not in names:
                names[code] = [service.name.language, service.name.text]
        if len(names) == len(languages.CODES):
            break
    return names
