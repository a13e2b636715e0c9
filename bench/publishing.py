"""Measure publishing a note of a hundred cities in four languages: `python -m bench.publishing`.

The cities say what those of the search's corpus say. The first edition fills empty tables; each
further one has a word changed in one row, as a correction has. Without DATABASE_URL on SQLite.
"""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from typing import Any
from unittest.mock import patch

FOLDER = tempfile.mkdtemp(prefix="llex-bench-")
os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
os.environ |= {"DEBUG": "false", "HTTPS": "false", "EMAIL_URL": "dummy://", "LOG_LEVEL": "ERROR"}
os.environ |= {"VAR_DIR": FOLDER, "MEDIA_ROOT": f"{FOLDER}/media", "MAIL_WITHOUT_SERVER": "true"}
os.environ.setdefault("SECRET_KEY", "only-for-the-bench-0123456789-0123456789-0123456789")
os.environ.setdefault("DATABASE_URL", f"sqlite:///{FOLDER}/bench.sqlite3")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from priorities.catalogue import load_services  # noqa: E402
from sessions_app.briefing import editions  # noqa: E402
from sessions_app.briefing.projection import publication  # noqa: E402
from sessions_app.briefing.render import Format  # noqa: E402
from sessions_app.models import LearningSession, SearchDocument  # noqa: E402
from tests.factories import make_series  # noqa: E402
from tests.search_corpus.loading import (  # noqa: E402
    CorpusContribution,
    create_session,
    read_sessions,
)

CITIES = 100
CORRECTIONS = 3
BUDGET = 2.0  # seconds


def make_note() -> LearningSession:
    """Create a session in which a hundred cities tell, each once, what those of the corpus tell."""
    first, *_others = read_sessions()
    data = replace(first, contributions=list(_contributions()))
    return create_session(data, make_series(slug="bench"), load_services())[0]


def _contributions() -> Iterator[CorpusContribution]:
    said = [one for session in read_sessions() for one in session.contributions][:CITIES]
    known = {challenge.key for one in said for challenge in one.challenges}
    for number, one in enumerate(said):
        responses = [
            replace(row, answers=[key for key in row.answers if key in known])
            for row in one.responses
        ]
        city = replace(one.city, slug=f"{one.city.slug}-{number}")
        yield replace(one, city=city, responses=responses)


# The steps of a publication: what is called, where, and the name that it has here.
STEPS = (
    (editions, "compose_all", "compose"),
    (editions, "check_note", "preflight"),
    (Format, "render", "files"),
    (publication.cities, "project", "cities"),
    (publication.search, "project", "search"),
)


def publish(session: LearningSession) -> tuple[float, dict[str, float]]:
    """Publish a new edition. Return the seconds that it took, and those of its steps."""
    spent: dict[str, float] = {}

    def timed(name: str, call: Any) -> Any:
        def timed_call(*arguments: Any) -> Any:
            began = time.perf_counter()
            result = call(*arguments)
            spent[name] = spent.get(name, 0) + time.perf_counter() - began
            return result

        return timed_call

    with ExitStack() as patches:
        for owner, attribute, name in STEPS:
            step = timed(name, getattr(owner, attribute))
            patches.enter_context(patch.object(owner, attribute, step))
        began = time.perf_counter()
        published = editions.publish(session, override="Measured.")
        seconds = time.perf_counter() - began
    if not published.is_new:
        raise RuntimeError("Nothing was published.")
    return seconds, spent


def main() -> int:
    """Print a line per edition, and return 1 where one took longer than the budget."""
    call_command("migrate", verbosity=0)
    session = make_note()
    kept = True
    for number in range(CORRECTIONS + 1):
        if number:
            correct(session, number)
        seconds, steps = publish(session)
        kept &= seconds <= BUDGET
        told = "  ".join(f"{name} {spent:.2f}" for name, spent in steps.items())
        print(f"edition {number + 1}: {seconds:5.2f} s   {told}")
    print(f"{connection.vendor}: {SearchDocument.objects.count():,} rows of the search")
    return 0 if kept else 1


def correct(session: LearningSession, number: int) -> None:
    """Change a word of the first city."""
    row = session.contributions.first().responses.first()
    row.text_en = f"{row.text_en} {number}"
    row.save()


if __name__ == "__main__":
    sys.exit(main())
