"""Compare casting a ballot with a minimal view that writes one row, on the same database.

Run it with ``DATABASE_URL=postgres://… python -m bench.ballots``: it makes a database of its own
for that, as tests do, and removes it. Both are asked of the WSGI application itself, in turns,
through the same middleware, for each kind of question; the budget, for PostgreSQL, is at least half
the rate. On SQLite a
ballot is a handful of statements, which one hall never notices. Then what the voting page costs
in processor time, for newcomers and for those who have voted, beside a view that is a constant.
"""

import io
import os
import sys
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

os.environ |= {"DJANGO_SETTINGS_MODULE": "bench.settings", "DEBUG": "false", "HTTPS": "false"}
os.environ |= {"EMAIL_URL": "dummy://", "MAIL_WITHOUT_SERVER": "true", "LOG_LEVEL": "ERROR"}
os.environ.setdefault("SECRET_KEY", "only-for-the-bench-0123456789-0123456789-0123456789")

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils.timezone import now  # noqa: E402

from priorities.catalogue import load_services  # noqa: E402
from priorities.models import Ballot, Consultation, ConsultationItem  # noqa: E402
from priorities.questions.registry import kind_of  # noqa: E402
from priorities.voting.voter_keys import VotingContext  # noqa: E402
from sessions_app.models import LearningSession, Series  # noqa: E402

BALLOTS = 200
ROUNDS = 3
ITEMS = 10
BUDGET = 0.5
# How many words are given, and how many services are chosen.
GIVEN = 3

Application = Callable[..., Any]


def make_halls() -> dict[str, Consultation]:
    """Make an open consultation of each kind, with ten services, and return them by their codes."""
    series = Series.objects.create(slug="bench", title_en="Bench")
    session = LearningSession.objects.create(
        series=series, slug="bench", title_en="Bench", starts_at=now(), languages=["en"]
    )
    services = list(load_services().values())[:ITEMS]
    halls = {}
    for kind in Consultation.Kind.values:
        hall = Consultation.objects.create(
            session=session, code=kind, kind=kind, question_en="How?", max_choices=GIVEN
        )
        if kind_of(hall).service_rows:
            for service in services:
                ConsultationItem.objects.create(consultation=hall, service=service)
        hall.open()
        halls[kind] = hall
    return halls


def requests(hall: Consultation) -> Any:
    """Yield the forms that voters send, each with a key of its own."""
    items = list(hall.items.values_list("pk", flat=True))
    booth = VotingContext(hall.code)
    answers: dict[str, dict[str, Any]] = {
        "ratings": {f"item-{item}": 1 + place % 5 for place, item in enumerate(items)},
        "words": {"word": ["Water", "Housing", "Health"]},
        "choice": {"choice": items[:GIVEN]},
    }
    while True:
        form = answers[hall.kind] | {"voter": booth.new_key(), "language": "en"}
        yield urlencode(form, doseq=True).encode()


_ENVIRON: dict[str, Any] = {
    "QUERY_STRING": "",
    "HTTP_ACCEPT_LANGUAGE": "en",
    "SERVER_NAME": "localhost",
    "SERVER_PORT": "8000",
    "SERVER_PROTOCOL": "HTTP/1.1",
    "wsgi.url_scheme": "http",
    "wsgi.errors": sys.stderr,
}


def post(application: Application, path: str, body: bytes) -> None:
    """Send one form, and insist that it is answered with 200."""
    form = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": path,
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_ACCEPT": "application/json",
        "wsgi.input": io.BytesIO(body),
    }
    answer_to(application, _ENVIRON | form)


def answer_to(application: Application, environ: dict[str, Any]) -> None:
    """Have a request answered, and insist on 200."""
    answered: list[str] = []
    answer = application(environ, lambda status, _headers: answered.append(status))
    answer.close()
    if not answered[0].startswith("200"):
        raise RuntimeError(f"{environ['PATH_INFO']} answered {answered[0]}")


def page_costs(application: Application) -> dict[str, float]:
    """Return the processor time of some pages in milliseconds, the best of some rounds."""
    key = Ballot.objects.filter(consultation__code="ratings")[0].voter_key
    cookie = f"voter={VotingContext('ratings').signer.sign(key)}"
    asked = {
        "a constant": ("/constant", ""),
        "the voting page, a newcomer": ("/v/ratings/", ""),
        "the voting page, having voted": ("/v/ratings/", cookie),
    }
    costs: dict[str, list[float]] = {name: [] for name in asked}
    for _round in range(ROUNDS + 1):
        for name, (path, sent) in asked.items():
            start = time.process_time()
            for _page in range(BALLOTS):
                get(application, path, sent)
            costs[name].append((time.process_time() - start) / BALLOTS * 1000)
    return {name: min(taken) for name, taken in costs.items()}


def get(application: Application, path: str, cookie: str) -> None:
    """Ask for a page, and insist that it is answered with 200."""
    environ = _ENVIRON | {"REQUEST_METHOD": "GET", "PATH_INFO": path, "wsgi.input": io.BytesIO()}
    answer_to(application, environ | ({"HTTP_COOKIE": cookie} if cookie else {}))


def ballot_costs(application: Application, halls: dict[str, Consultation]) -> dict[str, float]:
    """Return the seconds of a minimal view and of a ballot of each kind, the best of some rounds.

    They are taken in turns; a vote is cast by the address of its hall.
    """
    forms = {code: requests(hall) for code, hall in halls.items()}
    seconds: dict[str, list[float]] = {name: [] for name in ("", *halls)}
    for _round in range(ROUNDS):
        for code, taken in seconds.items():
            # The minimal view takes any form.
            bodies = [next(forms[code or "ratings"]) for _ballot in range(BALLOTS)]
            path = f"/v/{code}/" if code else "/upsert"
            start = time.perf_counter()
            for body in bodies:
                post(application, path, body)
            taken.append((time.perf_counter() - start) / BALLOTS)
    return {code: min(taken) for code, taken in seconds.items()}


def main() -> int:
    """Print all rates and their ratios; return 1 when one is below the budget."""
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_upsert (voter text PRIMARY KEY, language text NOT NULL)")
    application = get_wsgi_application()
    halls = make_halls()
    ballots = ballot_costs(application, halls)
    sent = ROUNDS * BALLOTS * len(halls)
    stored = Ballot.objects.filter(consultation__in=halls.values()).count()
    costs = page_costs(application)
    connection.creation.destroy_test_db(str(connection.settings_dict["NAME"]), verbosity=0)
    upsert = ballots.pop("")
    ratios = {kind: upsert / ballot for kind, ballot in ballots.items()}
    print(f"database                          {connection.vendor}")
    print(f"a minimal view, one row           {1 / upsert:8,.0f} /s")
    print(
        f"ratios of a ballot: at least {BUDGET} (ratings: {ITEMS} services; else {GIVEN} answers)"
    )
    for kind, ratio in ratios.items():
        print(f"{'a ballot, ' + kind:34}{1 / ballots[kind]:8,.0f} /s{ratio:8.2f}")
    print(f"ballots sent {sent}, stored {stored}")
    for name, cost in costs.items():
        print(f"{name:34}{cost:8.2f} ms")
    kept = connection.vendor != "postgresql" or min(ratios.values()) >= BUDGET
    return 0 if kept and sent == stored else 1


if __name__ == "__main__":
    sys.exit(main())
