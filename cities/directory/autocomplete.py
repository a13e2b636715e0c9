"""Suggest cities of the site and places of the gazetteer while a user types, likeliest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import F, Q, QuerySet
from django.utils.formats import number_format
from django.utils.translation import ngettext

from cities.models import City, CityProjection, CitySpelling, Place, PlaceSpelling
from cities.querysets import beginning
from llex.core.languages.sorting import reader_key
from llex.core.text.name_keys import normalize_key

MOST: Final = 8
# What is typed beyond this is not the name of a city.
LONGEST: Final = 100
# Of what begins with the text, its own name counts this much more than another spelling, and what
# is called just so as much again: “Roma” is Rome before Roman, and before Roma in Lesotho.
_OWN_NAME: Final = 10
_EXACTLY: Final = 10
# A city of ours stands before a place that nobody has taken up yet, of whatever size.
_OURS: Final = 10**12


@dataclass(frozen=True, slots=True)
class CitySuggestion:
    """A city of the site, or a place of the gazetteer that would become one.

    *choice* names it in a form: ``city:12`` by its id, ``place:1790630`` by its GeoNames number.
    *spelling* is the matched spelling where that is not its name; *population* may be unknown.
    """

    choice: str
    name: str
    spelling: str
    country: str
    country_name: str
    population: int | None
    kind: str
    is_ours: bool
    weight: int

    @property
    def number(self) -> str:
        """Return the id of a city, the GeoNames number of a place."""
        return self.choice.partition(":")[2]

    @property
    def detail(self) -> str:
        """Return what tells it from another of the same name, in the active language."""
        parts = [self.country_name, self.kind]
        if self.population:
            people = ngettext("%(number)s inhabitant", "%(number)s inhabitants", self.population)
            parts.append(people % {"number": number_format(self.population, force_grouping=True)})
        return " · ".join(filter(None, parts))


def public_cities() -> QuerySet[City]:
    """Return the cities that readers may learn of: not those in drafts only."""
    return City.objects.public(CityProjection.objects.all())


def suggest(
    text: str, *, most: int = MOST, among: QuerySet[City] | None = None
) -> list[CitySuggestion]:
    """Return at most *most* candidates for *text*, the likeliest first; four queries.

    *among* are the cities of ours that may be named, all unless it is given.
    """
    key = normalize_key(text[:LONGEST])
    if not key:
        return []
    places = _places(key, most)
    ours = City.objects.all() if among is None else among
    cities = _cities(ours, key, [place.geoname_id for place in places], most)
    taken = {city.geoname_id for city in cities}
    found = [_of_city(city, key) for city in cities]
    found += [_of_place(place, key) for place in places if place.geoname_id not in taken]
    return sorted(found, key=lambda candidate: (-candidate.weight, reader_key(candidate.name)))[
        :most
    ]


def resolve(choice: str, *, among: QuerySet[City] | None = None) -> City | Place | None:
    """Return what a choice such as ``city:12`` names, or None where there is no such thing.

    A place that we have taken up since it was offered gives our city. *among* are the cities that
    may be chosen, all unless it is given.
    """
    table, _colon, number = choice.partition(":")
    if not (number.isascii() and number.isdecimal() and len(number) < LONGEST // 6):
        return None
    if table == "city":
        return (City.objects.all() if among is None else among).filter(pk=int(number)).first()
    if table == "place":
        ours = City.objects.filter(geoname_id=int(number)).first()
        return ours or Place.objects.filter(geoname_id=int(number)).first()
    return None


def _matching(key: str) -> Q:
    # A single letter begins half of the gazetteer; in Chinese it can be a name.
    return beginning("key", key) if len(key) > 1 else Q(key=key)


def _places(key: str, most: int) -> list[Place]:
    exact = PlaceSpelling.objects.filter(key=key).order_by("-place__population")[:most]
    places = [spelling.place for spelling in exact.select_related("place")]
    for is_name in (True, False):
        begun = PlaceSpelling.objects.filter(_matching(key), is_name=is_name).values("place")
        places += Place.objects.filter(pk__in=begun).order_by("-population")[:most]
    return list({place.pk: place for place in places}.values())


def _cities(ours: QuerySet[City], key: str, geonames: Iterable[int], most: int) -> list[City]:
    begun = CitySpelling.objects.filter(_matching(key)).values("city")
    cities = ours.filter(Q(pk__in=begun) | Q(geoname_id__in=list(geonames)))
    return list(cities.order_by(F("population").desc(nulls_last=True), "pk")[: 2 * most])


def _of_city(city: City, key: str) -> CitySuggestion:
    return CitySuggestion(
        choice=f"city:{city.pk}",
        name=str(city),
        spelling=_spelling(str(city), [*city.names, *city.other_spellings], key),
        country=city.country.code or "",
        country_name=str(city.country.name),
        population=city.population,
        kind=str(city.get_kind_display()) if city.kind != City.Kind.CITY else "",
        is_ours=True,
        weight=_OURS + _weight(city.population or 0, city.names, city.other_spellings, key),
    )


def _of_place(place: Place, key: str) -> CitySuggestion:
    return CitySuggestion(
        choice=f"place:{place.geoname_id}",
        name=place.name,
        spelling=_spelling(place.name, place.spellings, key),
        country=place.country.code,
        country_name=str(place.country.name),
        population=place.population,
        kind="",
        is_ours=False,
        weight=_weight(place.population, [place.name], place.spellings, key),
    )


def _spelling(name: str, others: Iterable[str], key: str) -> str:
    """Return the spelling that was typed, where it is another than the *name* that is shown."""
    if normalize_key(name).startswith(key):
        return ""
    begun = [other for other in others if normalize_key(other).startswith(key)]
    return min(begun, key=len, default="")


def _weight(population: int, names: Iterable[str], others: Iterable[str], key: str) -> int:
    own = [normalize_key(name) for name in names]
    weight = population + 1
    if any(name.startswith(key) for name in own):
        weight *= _OWN_NAME
    if key in own or any(normalize_key(other) == key for other in others):
        weight *= _EXACTLY
    return weight
