"""Measure the figures of sessions: 20 sessions and 200, each with its people and answers.

The ratio compares the two, as machines differ: ten times the sessions may cost little more than ten
times the time, and no more queries. Run it with ``python -m bench.statistics``; it fails where a
bound is exceeded.
"""

import os
import sys
import tempfile
import time
from datetime import timedelta
from typing import Any

os.environ |= {"DJANGO_SETTINGS_MODULE": "bench.settings", "DEBUG": "false", "HTTPS": "false"}
os.environ |= {"EMAIL_URL": "dummy://", "LOG_LEVEL": "ERROR", "MAIL_WITHOUT_SERVER": "true"}
os.environ.setdefault("SECRET_KEY", "only-for-the-bench-0123456789-0123456789-0123456789")

FEW, MANY = 20, 200
PEOPLE, CITIES = 30, 8
ROUNDS = 5
# The time of many may be so many times that of few.
GROWTH = 6.0


def main() -> int:
    """Measure on a database of our own, and return 1 when a bound is exceeded."""
    with tempfile.TemporaryDirectory(prefix="llex-bench-") as folder:
        os.environ["VAR_DIR"] = folder
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        results = measure()
    for result in results:
        print(result)
    return 0 if all(result.kept for result in results) else 1


def measure() -> list[Any]:
    """Return how time and queries grow from few sessions to many."""
    from bench.measures import Result
    from tests.factories import make_series

    series = {count: make_series(title_en=f"{count} sessions") for count in (FEW, MANY)}
    for count, one in series.items():
        fill(one, count)
    few, many = (figures(series[count]) for count in (FEW, MANY))
    print(f"{FEW} sessions: {few[0]:.1f} ms, {few[1]} queries")
    print(f"{MANY} sessions: {many[0]:.1f} ms, {many[1]} queries")
    return [
        Result(f"figures, {MANY} : {FEW} sessions", many[0] / few[0], "x", GROWTH, at_least=False),
        Result("more queries for many", many[1] - few[1], "", 0, at_least=False),
    ]


def fill(series: Any, count: int) -> None:
    """Make *count* sessions that were held, with people who registered and cities that answered."""
    from sessions_app.models import LearningSession, Participant, Person, Registration
    from tests.factories import make_city
    from tests.factories_statistics import HELD, make_answer

    cities = [make_city(country=code) for code in ("CO", "FR", "KE", "JP", "MX", "ES", "MA", "PE")]
    for number in range(count):
        session = LearningSession.objects.create(
            series=series, starts_at=HELD + timedelta(days=number), title_en=f"Session {number}"
        )
        people = Person.objects.bulk_create(
            Person(name=f"Person {number}.{place}", city=cities[place % CITIES])
            for place in range(PEOPLE)
        )
        participants = Participant.objects.bulk_create(
            Participant(
                session=session,
                person=person,
                status="attended" if place % 3 else "registered",
                role="participant" if place > CITIES else "speaker",
            )
            for place, person in enumerate(people)
        )
        Registration.objects.bulk_create(
            Registration(
                participant=one,
                name=str(one.pk),
                language="fr",
                gender="woman" if place % 2 else "",
            )
            for place, one in enumerate(participants)
        )
        for place, city in enumerate(cities[:1]):
            make_answer(session, city=city, hours=5 * place + number)


def figures(series: Any) -> tuple[float, int]:
    """Return the least time, in milliseconds, and the queries of counting everything."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from sessions_app.statistics.session_figures import count_sessions
    from sessions_app.statistics.session_filter import SessionFilter

    times = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        count_sessions(SessionFilter(series=series))
        times.append(1000 * (time.perf_counter() - began))
    with CaptureQueriesContext(connection) as queries:
        count_sessions(SessionFilter(series=series))
    return min(times), len(queries)


if __name__ == "__main__":
    sys.exit(main())
