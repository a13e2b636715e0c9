"""Baselines of the consultation, measured in the same run."""

import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Awaitable, Callable
from functools import partial

from django.db import connection

from bench.consultation.client import Timing, all_of, ask
from bench.consultation.listening import Heard, Recognise, crowd
from bench.consultation.site import DATABASE, STREAM, served

_SECONDS = 4
_INSERT = "INSERT INTO bench_insert (voter, score) VALUES (md5(random()::text), 5);\n"


def prepare() -> None:
    """Make the tables that only the comparisons use."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_upsert (voter text PRIMARY KEY, score int NOT NULL)")
        cursor.execute(
            "CREATE TABLE bench_insert (id bigserial PRIMARY KEY, voter text, score int)"
        )


async def upserts(port: int, voters: int) -> Timing:
    """Send as many upserts to the minimal view, in the way ballots are sent."""

    async def one(number: int) -> None:
        answer = await ask(port, "/upsert", {"voter": f"voter-{number}", "score": "5"})
        if answer.body != b"ok":
            raise RuntimeError(f"upsert answered {answer.status}")

    jobs: list[Callable[[], Awaitable[None]]] = [partial(one, number) for number in range(voters)]
    return await all_of(jobs)


def bare_inserts() -> float | None:
    """Return pgbench's transactions of one insert per second; None where it is not installed."""
    if not shutil.which("pgbench"):
        return None
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(_INSERT)
        script.flush()
        command = ["pgbench", "--no-vacuum", "--client", "16", "--jobs", "2"]
        command += ["--time", str(_SECONDS), "--file", script.name, DATABASE]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    return float(found[1]) if found else None


async def bare_stream(listeners: int, times: int) -> Heard:
    """Have a plain ASGI callable, which knows nothing, tell as many listeners the time."""

    async def say() -> Recognise:
        # It speaks by itself once a second: what counts is what it says next.
        asked = time.time()
        first: list[int] = []

        def recognise(version: int, _data: dict[str, object]) -> float | None:
            if not first and version / 1000 > asked:
                first.append(version)
            return version / 1000 if version in first else None

        return recognise

    with served("bench.consultation.bare:application", *STREAM) as server:
        return await crowd(server, "/", listeners, say, times)
