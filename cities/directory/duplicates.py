"""Cities that may be the same: pointed out before another one is saved."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Case, Q, QuerySet, When
from django.utils.translation import gettext as _

from cities.models import City, CitySpelling
from cities.querysets import beginning
from llex.core.text.name_keys import normalize_key

MOST: Final = 10
# Kilometres within which two cities of one country may be one; of cities of the same kind.
NEAR: Final = 5.0
_KM_OF_A_DEGREE: Final = 111.2
# Up to this many letters one of them may differ, beyond two; shorter names differ by one as a rule.
_SHORTEST: Final = 4
_LONG: Final = 8
# Of names that begin or end alike this many are compared letter by letter.
_COMPARED: Final = 200


@dataclass(frozen=True, slots=True)
class PossibleDuplicate:
    """A city that may be the one in question, and why."""

    city: City
    why: str


def find_duplicates(city: City) -> list[PossibleDuplicate]:
    """Return the cities of ours that *city*, saved or not, may be a double of; two queries.

    The same GeoNames number, a name or spelling that is the same or nearly so, or a place close by.
    """
    found: dict[int, PossibleDuplicate] = {}
    for likeness in (*_same_or_near(city), *_spelt_alike(city)):
        found.setdefault(likeness.city.pk, likeness)
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
    """Return the condition of lying in the square around the city. A pole is no city."""
    height = NEAR / _KM_OF_A_DEGREE
    width = height / max(math.cos(math.radians(city.latitude)), 0.01)
    return Q(
        country=city.country,
        kind=city.kind,
        latitude__range=(city.latitude - height, city.latitude + height),
        longitude__range=(city.longitude - width, city.longitude + width),
    )


def kilometres(one: Any, other: Any) -> float:
    """Return the distance of two cities over the ground."""
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
    # A name alone may be in another country by mistake; a mere spelling there says nothing.
    here = Q(city__country=city.country.code or "") | Q(city__country="")
    if not city.country:
        here = Q()
    halves = _half_alike(names)
    condition = Q(key__in=names, is_name=True) | here & (
        Q(key__in=spellings) | Q(is_name=True) & halves
    )
    # First what the indexes give, and only of that the rest: SQLite would read the whole table.
    near = CitySpelling.objects.filter(Q(key__in=spellings) | halves).values("pk")
    rows = CitySpelling.objects.filter(condition, pk__in=near).exclude(city=city.pk)
    rows = rows.select_related("city")
    # What is spelt just so comes before what only begins or ends alike.
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
    """Return the condition of beginning or ending as one of *names*.

    Of two words that differ in one letter one half is the same in both: the index finds the half.
    """
    condition = Q(pk__in=())
    for name in names:
        if len(name) >= _SHORTEST:
            half = len(name) // 2
            condition |= beginning("key", name[:half])
            condition |= beginning("mirrored", name[half:][::-1])
    return condition


def is_close(one: str, other: str) -> bool:
    """Tell whether two folded names differ by one letter, or two where they are long."""
    shorter = min(len(one), len(other))
    if shorter < _SHORTEST:
        return one == other
    return edit_distance(one, other, most := 1 if shorter < _LONG else 2) <= most


def edit_distance(one: str, other: str, most: int) -> int:
    """Return how many letters to add, drop, change or swap; beyond *most* just more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, another in enumerate(other, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != another))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == another:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]
