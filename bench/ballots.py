"""Compare casting a ballot with a minimal view that writes one row, on the same database.

Run it with ``DATABASE_URL=postgres://… python -m bench.ballots``: it makes a database of its own
for that, as tests do, and removes it. Both are asked of the WSGI application itself, in turns,
through the same middleware; the budget, for PostgreSQL, is at least half the rate. On SQLite a
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
from priorities.voting.voter_keys import VotingContext  # noqa: E402
from sessions_app.models import LearningSession, Series  # noqa: E402

BALLOTS = 200
ROUNDS = 3
ITEMS = 10
BUDGET = 0.5

Application = Callable[..., Any]


def make_hall(code: str) -> Consultation:
    """Make an open consultation about ten services."""
    series = Series.objects.create(slug=code, title_en="Bench")
    session = LearningSession.objects.create(
        series=series, slug=code, title_en="Bench", starts_at=now(), languages=["en"]
    )
    consultation = Consultation.objects.create(session=session, code=code, question_en="How?")
    for service in list(load_services().values())[:ITEMS]:
        ConsultationItem.objects.create(consultation=consultation, service=service)
    consultation.open()
    return consultation


def requests(consultation: Consultation) -> Any:
    """Yield the forms that voters send, each with a key of its own."""
    items = list(consultation.items.values_list("pk", flat=True))
    booth = VotingContext(consultation.code)
    while True:
        form: dict[str, Any] = {f"item-{item}": 1 + place % 5 for place, item in enumerate(items)}
        yield urlencode(form | {"voter": booth.new_key(), "language": "en"}).encode()


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
    key = Ballot.objects.values_list("voter_key", flat=True)[0]
    cookie = f"voter={VotingContext('bench').signer.sign(key)}"
    asked = {
        "a constant": ("/constant", ""),
        "the voting page, a newcomer": ("/v/bench/", ""),
        "the voting page, having voted": ("/v/bench/", cookie),
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


def main() -> int:
    """Print both rates and their ratio; return 1 when it is below the budget."""
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    call_command("migrate", verbosity=0)
    application = get_wsgi_application()
    hall = make_hall("bench")
    forms = requests(hall)
    seconds: dict[str, list[float]] = {"/upsert": [], "/v/bench/": []}
    for _round in range(ROUNDS):
        for path, taken in seconds.items():
            bodies = [next(forms) for _ballot in range(BALLOTS)]
            start = time.perf_counter()
            for body in bodies:
                post(application, path, body)
            taken.append((time.perf_counter() - start) / BALLOTS)
    sent, stored = ROUNDS * BALLOTS, Ballot.objects.filter(consultation=hall).count()
    costs = page_costs(application)
    connection.creation.destroy_test_db(str(connection.settings_dict["NAME"]), verbosity=0)
    upsert, ballot = (1 / min(taken) for taken in seconds.values())
    print(f"database                          {connection.vendor}")
    print(f"a minimal view, one row           {upsert:8,.0f} /s")
    print(f"a ballot with {ITEMS} ratings          {ballot:8,.0f} /s")
    print(f"ratio (at least {BUDGET})              {ballot / upsert:8.2f}")
    print(f"ballots sent {sent}, stored {stored}")
    for name, cost in costs.items():
        print(f"{name:34}{cost:8.2f} ms")
    kept = connection.vendor != "postgresql" or ballot / upsert >= BUDGET
    return 0 if kept and sent == stored else 1


if __name__ == "__main__":
    sys.exit(main())
