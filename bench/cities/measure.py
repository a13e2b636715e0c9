"""Ask the WSGI application for pages of cities, and print what each costs, as JSON.

Run by `bench.cities`. Times are of processor time, ours and that of the database's process is not
in it, and of the clock, where it is. The first visits to a page are thrown away. No page is kept
between two visits, but the map of a filter is, for an hour, as in production; what a page costs
whose map has to be drawn is measured apart.
"""

import io
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import django

django.setup()

from django.core.cache import caches  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from cities.models import CityProjection, ContributionProjection  # noqa: E402

VISITS = 60
Application = Callable[..., Any]


def main() -> None:
    """Print the measurements of every kind of page."""
    application = get_wsgi_application()
    dice = random.Random(7)  # noqa: S311 - the same visits every time
    pages = {what: list(paths) for what, paths in _pages(dice)}
    measured = {what: _measure(application, paths) for what, paths in pages.items()}
    facts = {
        "cities": CityProjection.objects.count(),
        "contributions": ContributionProjection.objects.count(),
        "pages": measured,
        "plans": dict(_plans(application, pages)) if os.environ.get("EXPLAIN") else {},
    }
    json.dump(facts, sys.stdout)


def _pages(dice: random.Random) -> Iterator[tuple[str, Iterator[str]]]:
    slugs = list(CityProjection.objects.order_by("pk").values_list("slug", flat=True))
    last = max(len(slugs) // 60, 1)
    regions, kinds = ("AF", "AS", "EU", "NA", "SA"), ("city", "metropolis", "region")
    services = ("water", "health", "housing", "food")
    visits = range(VISITS)
    yield "map and list", ("/en/cities/" for _ in visits)
    yield "list, some page", (f"/fr/cities/?page={dice.randint(1, last)}" for _ in visits)
    yield "region", (f"/en/cities/?region={dice.choice(regions)}" for _ in visits)
    yield (
        "kind and service",
        (f"/ar/cities/?kind={dice.choice(kinds)}&service={dice.choice(services)}" for _ in visits),
    )
    yield (
        "region, kind, service",
        (
            f"/en/cities/?region={dice.choice(regions)}&kind=city&service={dice.choice(services)}"
            for _ in visits
        ),
    )
    yield "country", (f"/es/cities/?country={dice.choice(('CN', 'IN', 'BR'))}" for _ in visits)
    yield (
        "part of the map",
        (
            f"/en/cities/?area={dice.choice(('4780-950-2500', '7400-1400-2500', '2600-2200-625'))}"
            for _ in visits
        ),
    )
    yield "a city", (f"/en/cities/{dice.choice(slugs)}/" for _ in visits)


def _measure(application: Application, paths: list[str]) -> dict[str, Any]:
    for path in paths[:5]:
        ask(application, path)
    caches["maps"].clear()
    with CaptureQueriesContext(connection) as captured:
        body = ask(application, paths[0])
        # Asked now: the next request forgets them.
        queries = len(captured)
    _processor, drawn = _time(application, paths[: VISITS // 3], caches["maps"].clear)
    for path in paths:
        ask(application, path)
    processor, clock = _time(application, paths)
    return {
        "queries": queries,
        "bytes": len(body),
        "processor": processor,
        "clock": clock,
        "drawn": drawn,
    }


def _time(
    application: Application, paths: list[str], before: Callable[[], object] = lambda: None
) -> tuple[dict[str, float], dict[str, float]]:
    """Return the quantiles of processor time and of the clock, in milliseconds."""
    processor, clock = [], []
    for path in paths:
        before()
        begun, began = time.process_time(), time.perf_counter()
        ask(application, path)
        processor.append(1000 * (time.process_time() - begun))
        clock.append(1000 * (time.perf_counter() - began))
    return _quantiles(processor), _quantiles(clock)


def _quantiles(times: list[float]) -> dict[str, float]:
    cuts = statistics.quantiles(times, n=20, method="inclusive")
    return {"p50": cuts[9], "p95": cuts[18]}


def _plans(application: Application, pages: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Explain the queries of each kind of page."""
    for what, paths in pages.items():
        with CaptureQueriesContext(connection) as captured:
            ask(application, paths[0])
        for number, query in enumerate(captured.captured_queries):
            with connection.cursor() as cursor:
                cursor.execute("EXPLAIN (ANALYZE, BUFFERS) " + query["sql"])
                yield f"{what} {number}", "\n".join(row[0] for row in cursor.fetchall())


def ask(application: Application, path: str) -> bytes:
    """Ask the application for a page, compressed. Insist that it answers 200."""
    answered: list[str] = []
    path, _, query = path.partition("?")
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_ACCEPT_ENCODING": "gzip",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
    }
    body = application(environ, lambda status, _headers: answered.append(status))
    content = b"".join(body)
    body.close()
    if not answered[0].startswith("200"):
        raise RuntimeError(f"{path} answered {answered[0]}")
    return content


if __name__ == "__main__":
    main()
