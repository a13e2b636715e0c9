"""Confirm a thousand registrations at once for 500 places, on PostgreSQL.

``DATABASE_URL=postgres://… python -m bench.registration`` prints counts and times, and fails unless
exactly as many have a place as there are, and the others wait in an order without a gap. It takes
an empty database, or one with earlier runs: it adds a session of its own each time.
"""

import os
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

os.environ |= {"DJANGO_SETTINGS_MODULE": "bench.settings", "DEBUG": "false", "HTTPS": "false"}
os.environ |= {"EMAIL_URL": "dummy://", "LOG_LEVEL": "ERROR", "MAIL_WITHOUT_SERVER": "true"}
os.environ.setdefault("SECRET_KEY", "only-for-the-bench-0123456789-0123456789-0123456789")

PEOPLE, PLACES = 1_000, 500
AT_ONCE = 20


def main() -> int:
    """Measure, and return 1 unless the places were given rightly."""
    with tempfile.TemporaryDirectory(prefix="llex-bench-") as folder:
        os.environ["VAR_DIR"] = folder
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        if connection.vendor != "postgresql":
            print("Only PostgreSQL has several writers: set DATABASE_URL.")
            return 1
        call_command("migrate", verbosity=0)
        session, requests = _prepare()
        began = time.perf_counter()
        seconds = sorted(_confirm_all(requests))
        whole = time.perf_counter() - began
    return _report(session, seconds, whole)


def _prepare() -> tuple[Any, Sequence[Any]]:
    """Make a session and people who have been mailed a link."""
    from django.utils.timezone import now

    from sessions_app.models import LearningSession, RegistrationRequest, Series

    moment = now()
    stamp = f"{moment:%Y%m%d%H%M%S}"
    series = Series.objects.create(slug=f"bench-{stamp}", title_en="Bench")
    session = LearningSession.objects.create(
        series=series,
        title_en="Bench",
        slug=f"bench-{stamp}",
        starts_at=moment + timedelta(days=9),
        announced_at=moment,
        capacity=PLACES,
        join_link="https://meet.example.org/bench",
    )
    requests = [
        RegistrationRequest.objects.create(
            session=session,
            name=f"Person {number}",
            email=f"person{number}.{stamp}@example.org",
        )
        for number in range(PEOPLE)
    ]
    return session, requests


def _confirm_all(requests: Sequence[Any]) -> list[float]:
    """Confirm all, many at once. Return how long each took."""
    from django.db import connections

    from sessions_app.registration import confirming

    def confirm(request: Any) -> float:
        began = time.perf_counter()
        confirming.confirm(request)
        return time.perf_counter() - began

    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(confirm, requests))
        list(pool.map(lambda _one: connections.close_all(), range(AT_ONCE)))
    return found


def _report(session: Any, seconds: Sequence[float], whole: float) -> int:
    from llex.core.models import Mail

    places = session.participants.filter(status="registered").count()
    numbers = list(session.participants.waiting().values_list("waiting_number", flat=True))
    people = session.participants.values("person").distinct().count()
    mails = Mail.objects.filter(session=session).values("recipient").distinct().count()
    print(f"{len(seconds)} confirmed at once, {AT_ONCE} at a time, in {whole:.1f} s")
    print(f"{places} have a place, {len(numbers)} wait, {people} people, {mails} were written to")
    print(f"one took {seconds[len(seconds) // 2]:.3f} s (median), {seconds[-1]:.3f} s (longest)")
    is_right = (
        places == PLACES
        and numbers == list(range(1, PEOPLE - PLACES + 1))
        and people == mails == PEOPLE
    )
    print("right" if is_right else "WRONG")
    return 0 if is_right else 1


if __name__ == "__main__":
    sys.exit(main())
