"""Fill the projection with sessions of ten cities each, over the data of the demo."""

import random
import time
from datetime import UTC, datetime, timedelta
from itertools import count

from cities.models import (
    CityNameProjection,
    CityProjection,
    CityServiceProjection,
    ContributionProjection,
    EntryKind,
)
from cities.public import projection, published_entries
from cities.wording.published_row import (
    CityName,
    PublishedChallenge,
    PublishedResponse,
    ServiceName,
    SessionRow,
    row_to_data,
)
from llex.core import languages
from llex.core.languages.sorting import stored_key
from llex.core.text import Phrase, parse
from priorities.models import Service

CITIES_OF_A_SESSION = 10
COUNTRIES = ("CO", "ES", "IT", "SN", "ZA", "KR", "TN", "FR", "MX", "KE")
SENTENCE = (
    "The city keeps markets open, suspends rents for three months, pays meals of children at home, "
    "brings water to settlements without pipes and asks those who live there what they need next."
)
WORDS = SENTENCE.split()
# Far from the keys of the demo's sessions and answers.
_BEYOND = 1_000_000


def fill(sessions: int) -> float:
    """Publish so many sessions of made-up cities. Return the seconds it took."""
    begun = time.perf_counter()
    dice = random.Random(20200325)  # noqa: S311 - the same data every time
    services = list(Service.objects.values_list("slug", flat=True))
    numbers = count(_BEYOND)
    with projection.changing():
        cities = _cities(max(CITIES_OF_A_SESSION, min(2_000, sessions)), services, dice)
        for session in range(sessions):
            speakers = dice.sample(cities, CITIES_OF_A_SESSION)
            rows = [_contribution(session, city, services, dice, numbers) for city in speakers]
            ContributionProjection.objects.bulk_create(rows)
            published_entries.store(_BEYOND + session, rows)
    return time.perf_counter() - begun


def _cities(number: int, services: list[str], dice: random.Random) -> list[CityProjection]:
    cities = CityProjection.objects.bulk_create(
        (
            CityProjection(
                slug=f"city-{place}",
                kind="city",
                country=dice.choice(COUNTRIES),
                continent="AF",
                x=dice.uniform(50, 950),
                y=dice.uniform(20, 430),
                population=dice.randrange(50_000, 20_000_000),
                contribution_count=1,
                response_count=2,
                challenge_count=1,
            )
            for place in range(number)
        ),
        batch_size=500,
    )
    CityNameProjection.objects.bulk_create(
        (
            CityNameProjection(
                city=city,
                language=code,
                name=city.slug.title(),
                name_language=code,
                country_name=city.country,
                country_language=code,
                country_key=city.country.lower(),
                name_key=stored_key(city.slug, code),
            )
            for city in cities
            for code in languages.CODES
        ),
        batch_size=500,
    )
    CityServiceProjection.objects.bulk_create(
        (
            CityServiceProjection(city=city, service=service)
            for city in cities
            for service in dice.sample(services, 2)
        ),
        batch_size=500,
    )
    return cities


def _contribution(
    session: int,
    city: CityProjection,
    services: list[str],
    dice: random.Random,
    numbers: "count[int]",
) -> ContributionProjection:
    held = datetime(2015, 1, 7, 14, tzinfo=UTC) + timedelta(hours=10 * session)
    first, second, third = next(numbers), next(numbers), next(numbers)
    service = dice.choice(services)
    texts = [" ".join(dice.choices(WORDS, k=25)) + "." for _entry in range(3)]
    return ContributionProjection(
        city=city,
        session_id=_BEYOND + session,
        session_slug=f"session-{session}",
        starts_at=held,
        time_zone="Europe/Madrid",
        edition=1,
        published_at=held + timedelta(hours=4),
        language="en",
        rows={
            code: row_to_data(
                SessionRow(
                    language=code,
                    session=Phrase(code, f"Session {session}"),
                    city=CityName(city.slug, Phrase(code, city.slug.title())),
                    country=Phrase(code, city.country),
                    country_code=city.country,
                    representative="Ada Mayor",
                    position=Phrase(code, "Mayor"),
                    responses=tuple(
                        PublishedResponse(
                            number,
                            parse(text, code),
                            services=(ServiceName(service, Phrase(code, service.title())),),
                            answers=(third,),
                        )
                        for number, text in ((first, texts[0]), (second, texts[1]))
                    ),
                    challenges=(
                        PublishedChallenge(
                            third,
                            parse(texts[2], code),
                            (ServiceName(service, Phrase(code, service.title())),),
                        ),
                    ),
                )
            )
            for code in languages.CODES
        },
        response_count=2,
        challenge_count=1,
    )


def one_of_each() -> dict[str, str]:
    """Return the path of a page of each kind, by what it is called in the report."""
    from cities.models import EntryProjection
    from sessions_app.models import Edition

    edition = Edition.objects.select_related("session").latest("pk")
    entries = EntryProjection.objects.select_related("address").order_by("-pk")
    measure = entries.filter(kind=EntryKind.RESPONSE)[0].address.slug
    challenge = entries.filter(kind=EntryKind.CHALLENGE)[0].address.slug
    slug = edition.session.slug
    return {
        "home": "/en/",
        "sessions": "/en/sessions/",
        "session": f"/en/sessions/{slug}/",
        "note": f"/fr/sessions/{slug}/briefing/",
        "cities": "/en/cities/",
        "city": "/en/cities/city-0/",
        "comparison": "/en/compare/?cities=city-0,city-1",
        "topics": "/en/priorities/",
        "topic": "/en/priorities/housing/",
        "measure": f"/ar/measures/{measure}/",
        "challenge": f"/en/measures/{challenge}/",
        "about": "/es/about/",
    }
