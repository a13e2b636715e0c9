"""Measure the public search with the words of many sessions: `python -m bench.search 1000`.

DATABASE_URL names a database, which must be empty or have been filled by this before. Texts are
made of the words of the tests' corpus, recombined; each session has thirty measures and challenges
in four languages. The questions of the corpus are asked with common words and filters, each once
before it is measured, in turns with a view that returns a constant.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
os.environ.setdefault("DEBUG", "false")
os.environ.setdefault("HTTPS", "false")
os.environ.setdefault("EMAIL_URL", "dummy://")
os.environ.setdefault("MAIL_WITHOUT_SERVER", "true")
os.environ.setdefault("LOG_LEVEL", "ERROR")
os.environ.setdefault("SECRET_KEY", "only-for-the-bench-0123456789-0123456789-0123456789")
os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="llex-bench-"))

import django

django.setup()

from django.core.cache import caches  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from cities.directory.gazetteer import continent_of  # noqa: E402
from llex.core.db.full_text import create_index, drop_index  # noqa: E402
from llex.core.languages.countries import country_name  # noqa: E402
from llex.core.text.search_words import all_stems, folded  # noqa: E402
from llex.core.web_workers.memory import spare_collector  # noqa: E402
from priorities.catalogue import load_services  # noqa: E402
from sessions_app.models import SearchDocument  # noqa: E402
from sessions_app.search import tokens  # noqa: E402
from tests.search_corpus.loading import LANGUAGES, read_questions, read_sessions  # noqa: E402

BUDGET = 100.0  # milliseconds, the slowest twentieth
ENTRIES = 30
CHALLENGES = 0.2  # of the entries
ROUNDS = 3
BATCH = 5_000
FIRST = date(2020, 3, 25)
COMMON = {
    "en": ("city", "water", "housing", "women food", "school", "market", "health care workers"),
    "fr": ("ville", "eau", "logement", "femmes alimentation", "école", "marché"),
    "es": ("ciudad", "agua", "vivienda", "mujeres alimentos", "escuela", "mercado"),
    "ar": ("مدينة", "مياه", "السكن", "النساء والغذاء", "المدارس", "أسواق"),
}
FILTERS = ("", "&region=AF", "&service=housing&year=2021", "&kind=challenge&sort=newest")


def fill(sessions: int) -> None:
    """Fill the table, the index made at the end as it is quicker so."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if SearchDocument.objects.exists():
        return
    load_services()
    with connection.schema_editor() as editor:
        drop_index(editor, SearchDocument, "words")
    rows: list[SearchDocument] = []
    for row in _rows(sessions):
        rows.append(row)
        if len(rows) == BATCH:
            SearchDocument.objects.bulk_create(rows)
            rows.clear()
    SearchDocument.objects.bulk_create(rows)
    with connection.schema_editor() as editor:
        create_index(editor, SearchDocument, "words")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _rows(sessions: int) -> Iterator[SearchDocument]:
    chance = random.Random(12)  # noqa: S311 - no secret
    parts = {code: _parts(code) for code in LANGUAGES}
    for session in range(sessions):
        day = FIRST + timedelta(days=session * 2000 // sessions)
        seeds = [chance.random() for _entry in range(ENTRIES)]
        # A language after the other, as publishing writes them.
        for code in LANGUAGES:
            for entry, seed in enumerate(seeds):
                own = random.Random(seed)  # noqa: S311 - no secret
                yield _row(own, parts[code], code, session, entry, day)


def _row(
    chance: random.Random, parts: list[Any], code: str, session: int, entry: int, day: date
) -> SearchDocument:
    (title, title_stems, _t, _s, _one), (_a, _b, text, text_stems, contribution) = (
        chance.choice(parts),
        chance.choice(parts),
    )
    kind = "challenge" if chance.random() < CHALLENGES else "measure"
    city, services = contribution[0], contribution[1]
    region = continent_of(city.country)
    filters = [
        tokens.of_readers(code),
        tokens.of_kind(kind),
        tokens.of_year(day.year),
        tokens.of_size(tokens.size_of(city.population)),
        *tokens.of_place(city.country, region),
        *map(tokens.of_service, services),
        *map(tokens.in_title, title_stems),
    ]
    name = city.name.get(code, city.name["en"])
    names = folded(f"{name} {country_name(city.country, code)}")
    lines = (title_stems, text_stems, names, [], [], filters)
    return SearchDocument(
        kind=kind,
        key=f"{kind}-{session}-{entry}",
        readers=code,
        language=code,
        slug=f"entry-{session}-{entry}",
        title=title,
        text=text,
        session_id=session,
        session=f"session-{session}",
        session_title=f"Session {session}",
        city=city.slug,
        city_name=name,
        country=city.country,
        region=region,
        size=tokens.size_of(city.population),
        services=f" {' '.join(services)} ",
        day=day,
        year=day.year,
        status=chance.choice(("", "", "true", "ended")) if kind == "measure" else "",
        words="\n".join(" ".join(line) for line in lines),
    )


def _parts(code: str) -> list[Any]:
    """Return titles and texts of the corpus in a language, with their stems."""
    found = []
    for session in read_sessions():
        for contribution in session.contributions:
            for entry in (*contribution.responses, *contribution.challenges):
                if text := entry.text.get(code):
                    title = getattr(entry, "title", {}).get(code) or text[:60]
                    about = (contribution.city, entry.services)
                    stems = (all_stems(title, code), all_stems(text, code))
                    found.append((title, stems[0], text, stems[1], about))
    return found


def measure() -> bool:
    """Ask, print, and return whether the budget is kept."""
    client = Client(SERVER_NAME="localhost")
    addresses = list(_addresses())
    spare_collector()
    for address in addresses:
        client.get(address)
    asked: list[tuple[float, str]] = []
    constant: list[float] = []
    for _round in range(ROUNDS):
        for address in addresses:
            asked.append((_milliseconds(client, address), address))
            constant.append(_milliseconds(client, "/constant"))
    seconds = [one for one, _address in asked]
    print(f"{connection.vendor}: {SearchDocument.objects.count():,} rows, {len(asked)} searches")
    for name, values in (("search", seconds), ("constant view", constant)):
        print(f"{name:<16} p50 {_part(values, 50):7.1f} ms   p95 {_part(values, 95):7.1f} ms")
    for took, address in sorted(asked, reverse=True)[:5]:
        print(f"  slowest: {took:7.1f} ms  {address}")
    return _part(seconds, 95) <= BUDGET


def _addresses() -> Iterator[str]:
    for question in read_questions():
        yield f"/{question.language}/search/?q={quote(question.text)}"
    for code, words in COMMON.items():
        yield f"/{code}/search/"
        for number, word in enumerate(words):
            yield f"/{code}/search/?q={quote(word)}{FILTERS[number % len(FILTERS)]}"


def _milliseconds(client: Client, address: str) -> float:
    # Each is to be searched for, and not found among the finished pages.
    caches["pages"].clear()
    began = time.perf_counter()
    client.get(address)
    return 1000 * (time.perf_counter() - began)


def _part(values: list[float], percent: int) -> float:
    return statistics.quantiles(values, n=100)[percent - 1]


if __name__ == "__main__":
    fill(int(sys.argv[1]))
    sys.exit(0 if measure() else 1)
