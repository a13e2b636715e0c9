"""Possible duplicates of a city, shown before it is saved."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Case, Q, QuerySet, When
from django.utils.translation import gettext as _
from rapidfuzz.distance import OSA

from cities.models import City, CitySpelling
from cities.querysets import beginning
from llex.core.text.name_keys import normalize_key

MOST: Final = 10
# In kilometres: cities of the same country and kind that are nearer may be the same.
NEAR: Final = 5.0
_KM_OF_A_DEGREE: Final = 111.2
# Shorter names must be equal; from _LONG letters on two may differ, between the two one.
_SHORTEST: Final = 4
_LONG: Final = 8
# So many of the names that share a half are compared letter by letter.
_COMPARED: Final = 200


@dataclass(frozen=True, slots=True)
class PossibleDuplicate:
    """A city that may be the one in question, and why."""

    city: City
    why: str


def find_duplicates(city: City) -> list[PossibleDuplicate]:
    """Return the stored cities that *city*, saved or not, may duplicate. Two queries.

    They have the same GeoNames id, the same or nearly the same name or spelling, or are close by.
    """
    found: dict[int, PossibleDuplicate] = {}
    for duplicate in (*_same_or_near(city), *_spelt_alike(city)):
        found.setdefault(duplicate.city.pk, duplicate)
    return list(found.values())[:MOST]


def _same_or_near(city: City) -> Iterator[PossibleDuplicate]:
    condition = Q()
    if city.geoname_id:
        condition |= Q(geoname_id=city.geoname_id)
    if city.latitude is not None and city.longitude is not None and city.country:
        condition |= _around(city)
    if not condition:
        return
    for other in _others(city).filter(condition)[: 5 * MOST]:
        if city.geoname_id and other.geoname_id == city.geoname_id:
            yield PossibleDuplicate(other, _("the same place in GeoNames"))
        elif (distance := kilometres(city, other)) <= NEAR:
            text = _("%(distance)s km away") % {"distance": round(distance, 1)}
            yield PossibleDuplicate(other, text)


def _others(city: City) -> QuerySet[City]:
    return City.objects.exclude(pk=city.pk) if city.pk else City.objects.all()


def _around(city: Any) -> Q:
    """Return the condition of lying in a square around the city."""
    height = NEAR / _KM_OF_A_DEGREE
    # Meridians meet at the poles, where the cosine is 0.
    width = height / max(math.cos(math.radians(city.latitude)), 0.01)
    return Q(
        country=city.country,
        kind=city.kind,
        latitude__range=(city.latitude - height, city.latitude + height),
        longitude__range=(city.longitude - width, city.longitude + width),
    )


def kilometres(one: Any, other: Any) -> float:
    """Return the great-circle distance of two cities in kilometres (haversine formula)."""
    here, there = math.radians(one.latitude), math.radians(other.latitude)
    east = math.radians(other.longitude - one.longitude)
    chord = (
        math.sin((there - here) / 2) ** 2
        + math.cos(here) * math.cos(there) * math.sin(east / 2) ** 2
    )
    return 2 * 6371.0 * math.asin(math.sqrt(chord))


def _spelt_alike(city: City) -> Iterator[PossibleDuplicate]:
    names = {normalize_key(name) for name in city.names} - {""}
    spellings = names | {
        normalize_key(text) for text in city.other_spellings if isinstance(text, str)
    }
    spellings.discard("")
    if not spellings:
        return
    # A city may have been given the wrong country: its names count in any, its spellings do not.
    here = Q(city__country=city.country.code or "") | Q(city__country="")
    if not city.country:
        here = Q()
    halves = _half_alike(names)
    condition = Q(key__in=names, is_name=True) | here & (
        Q(key__in=spellings) | Q(is_name=True) & halves
    )
    # The subquery uses the indexes; SQLite would read the whole table for the condition alone.
    near = CitySpelling.objects.filter(Q(key__in=spellings) | halves).values("pk")
    rows = CitySpelling.objects.filter(condition, pk__in=near).exclude(city=city.pk)
    rows = rows.select_related("city")
    # Equal spellings come before those that share a half.
    differs = Case(When(key__in=spellings, then=0), default=1)
    rows = rows.order_by(differs, "pk")
    close = []
    for row in rows[:_COMPARED]:
        if row.key in spellings:
            same_name = row.is_name and row.key in names
            yield PossibleDuplicate(
                row.city, _("the same name") if same_name else _("also spelt so")
            )
        elif any(is_close(row.key, name) for name in names):
            close.append(PossibleDuplicate(row.city, _("nearly the same name")))
    yield from close


def _half_alike(names: Iterable[str]) -> Q:
    """Return the condition of sharing the first or the second half with one of *names*.

    Words that differ in one letter share a half, and indexes find both halves.
    """
    condition = Q(pk__in=())
    for name in names:
        if len(name) >= _SHORTEST:
            half = len(name) // 2
            condition |= beginning("key", name[:half])
            condition |= beginning("mirrored", name[half:][::-1])
    return condition


def is_close(one: str, other: str) -> bool:
    """Return whether two name keys differ by one letter, or two where they are long.

    A letter is added, left out, replaced, or swapped with its neighbour.
    """
    shorter = min(len(one), len(other))
    if shorter < _SHORTEST:
        return one == other
    most = 1 if shorter < _LONG else 2
    return OSA.distance(one, other, score_cutoff=most) <= most
