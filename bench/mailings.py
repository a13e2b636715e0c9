"""Remind a thousand registered people an hour before, through a local SMTP server.

``python -m bench.mailings`` runs the jobs of the clock as production does (`llex.core.clock`): each
minute as many e-mails as ``MAILING_RATE`` says are written, and each is handed to the server. The
minutes between the runs are not waited for: the clock is told the moment, and a run that takes
longer than a minute delays the next one. It takes ``DATABASE_URL`` (PostgreSQL) or a SQLite file of
its own, and fails unless all have it within five minutes, each once.
"""

import os
import smtplib
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

os.environ |= {"DJANGO_SETTINGS_MODULE": "bench.settings", "DEBUG": "false", "HTTPS": "false"}
os.environ |= {"LOG_LEVEL": "ERROR"}
os.environ.setdefault("SECRET_KEY", "only-for-the-bench-0123456789-0123456789-0123456789")

PEOPLE = 1_000
WITHIN = 5 * 60
MINUTE = 60
# Of the rate at which the same server takes the same mails from smtplib alone.
SHARE = 0.05


def main() -> int:
    """Measure, and return 1 unless each has got one e-mail in time."""
    with tempfile.TemporaryDirectory(prefix="llex-bench-") as folder, _mail_server() as server:
        os.environ["VAR_DIR"] = folder
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder}/bench.sqlite3")
        os.environ["EMAIL_URL"] = "smtp://{}:{}".format(*server.server_address)
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        print(f"on {connection.vendor}")
        _register(PEOPLE)
        runs = _run_clock(server)
        return _report(server, runs, _bare_rate(server))


@contextmanager
def _mail_server() -> Iterator[Any]:
    from tests.smtp_server import SmtpServer

    with SmtpServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def _register(count: int) -> None:
    """Make a session that begins within the hour, and people who are registered for it."""
    from django.utils.timezone import now

    from sessions_app.models import LearningSession, Participant, Person, Registration, Series

    moment = now()
    stamp = f"{moment:%Y%m%d%H%M%S}"
    series = Series.objects.create(
        slug=f"bench-{stamp}", title_en="Bench", contact="desk@example.org"
    )
    session = LearningSession.objects.create(
        series=series,
        title_en="Bench",
        slug=f"bench-{stamp}",
        starts_at=moment + timedelta(minutes=59),
        announced_at=moment,
        join_link="https://meet.example.org/bench",
    )
    languages = ("en", "fr", "es", "ar")
    for number in range(count):
        name = f"Person {number}"
        person = Person.objects.create(name=name, email=f"person{number}.{stamp}@example.org")
        participant = Participant.objects.create(session=session, person=person)
        Registration.objects.create(
            participant=participant, name=name, language=languages[number % len(languages)]
        )


def _run_clock(server: Any) -> list[tuple[int, float]]:
    """Run the jobs of the clock until all is sent. Return the mails and seconds of each run."""
    from llex.core.clock import Clock

    clock, runs, moment = Clock(), [], 0.0
    while len(server.accepted) < PEOPLE and moment <= 2 * WITHIN:
        before, began = len(server.accepted), time.perf_counter()
        clock.tick(moment)
        seconds = time.perf_counter() - began
        runs.append((len(server.accepted) - before, seconds))
        moment += max(MINUTE, seconds)
    return runs


def _bare_rate(server: Any) -> float:
    """Return how many of the same mails smtplib hands to the server in a second.

    Each has a connection of its own, as each has that is delivered when it is written.
    """
    mails = server.accepted[:200]
    began = time.perf_counter()
    for mail in mails:
        with smtplib.SMTP(*server.server_address) as client:
            client.send_message(mail, "llex@example.org", [mail["To"]])
    return len(mails) / (time.perf_counter() - began)


def _report(server: Any, runs: list[tuple[int, float]], bare: float) -> int:
    from bench.measures import Result

    recipients = Counter(mail["To"] for mail in server.accepted[:PEOPLE])
    *earlier, last = (seconds for _count, seconds in runs)
    left_after = sum(max(MINUTE, seconds) for seconds in earlier) + last
    rate = sum(count for count, _seconds in runs) / sum(seconds for _count, seconds in runs)
    for number, (count, seconds) in enumerate(runs):
        print(f"minute {number}: {count} e-mails in {seconds:.1f} s")
    results = [
        Result("people who have the reminder", len(recipients), "people", PEOPLE, at_least=True),
        Result("the most that one of them has", max(recipients.values()), "e-mails", 1),
        Result(f"the last of {PEOPLE:,} leaves after", left_after, "s", WITHIN),
        Result("smtplib alone, for comparison", bare, "/s", 0, at_least=True),
        Result("the clock, writing and sending", rate, "/s", SHARE * bare, at_least=True),
    ]
    for result in results:
        print(result)
    return 0 if all(result.kept for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
