"""The measurements and their baselines."""

import io
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import django
from django.core.cache import cache
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test.utils import CaptureQueriesContext

django.setup()

from sessions_app.briefing.document import from_data  # noqa: E402
from sessions_app.briefing.render import render  # noqa: E402
from sessions_app.briefing.stamps import stamp  # noqa: E402
from sessions_app.models import Edition  # noqa: E402

CALLS = 2_000
ROUNDS = 5

Application = Callable[..., Any]


@dataclass(frozen=True)
class Result:
    """One measured figure and the bound that it must keep to."""

    what: str
    figure: float
    unit: str
    bound: float
    at_least: bool = False

    @property
    def kept(self) -> bool:
        return self.figure >= self.bound if self.at_least else self.figure <= self.bound

    def __str__(self) -> str:
        word = "at least" if self.at_least else "at most"
        verdict = "ok" if self.kept else "EXCEEDED"
        figure, bound = f"{self.figure:,.4g} {self.unit}", f"{word} {self.bound:,.4g}"
        return f"{self.what:<44} {figure:>14}   {bound:<14} {verdict}"


def prepare() -> None:
    """Load the demo, with its published edition, into an empty database."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("demo", stdout=io.StringIO(), verbosity=0)


def measure_all() -> Iterator[Result]:
    """Yield each result as soon as it is measured."""
    edition = Edition.objects.select_related("session").latest("number")
    note = f"/fr/sessions/{edition.session.slug}/briefing/"
    application = get_wsgi_application()
    yield from queries(application, note)
    yield from rates(application, note)
    yield from documents(edition)


def queries(application: Application, note: str) -> Iterator[Result]:
    for state, bound in (("cold", 4), ("warm", 0)):
        if state == "cold":
            cache.clear()
        with CaptureQueriesContext(connection) as captured:
            ask(application, note)
        yield Result(f"queries of a note, {state}", len(captured), "queries", bound)


def rates(application: Application, note: str) -> Iterator[Result]:
    """Compare the note with the constant: in turns, in processor time as the machine is shared."""
    seconds: dict[str, list[float]] = {"/constant": [], note: []}
    for _ in range(ROUNDS):
        for path, taken in seconds.items():
            start = time.process_time()
            for _ in range(CALLS):
                ask(application, path)
            taken.append((time.process_time() - start) / CALLS)
    constant, page = (min(taken) for taken in seconds.values())
    yield Result("a constant, for comparison", 1 / constant, "/s", 0, at_least=True)
    yield Result("a note, warm", 1 / page, "/s", 0.5 / constant, at_least=True)


def documents(edition: Edition) -> Iterator[Result]:
    for row in edition.documents.all():
        document = from_data(row.content)
        mark = stamp(edition, document, current=edition.number)
        seconds = []
        for _ in range(ROUNDS + 1):
            start = time.perf_counter()
            render("pdf", document, mark)
            seconds.append(time.perf_counter() - start)
        # The first one loads the fonts.
        warm = min(seconds[1:]) * 1000
        yield Result(f"a PDF in {row.language}, warm", warm, "ms", 100)


def ask(application: Application, path: str) -> None:
    """Ask the application for a page, and insist that it answers 200."""
    answered: list[str] = []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": os.environ.get("PORT", "8000"),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
    }
    body = application(environ, lambda status, _headers: answered.append(status))
    body.close()
    if not answered[0].startswith("200"):
        raise RuntimeError(f"{path} answered {answered[0]}")
