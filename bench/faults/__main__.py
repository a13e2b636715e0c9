"""Faults of the production set-up: granian behind nginx, PostgreSQL, Redis, a mail server.

    python -m bench.faults [voting] [reading] [mailing] [publishing]

Everything is a throw-away one of its own, on this machine alone. What must hold: no acknowledged
write is lost, no mail is lost, nobody is refused beyond the requests in flight, and a published
edition is seen.
"""

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from bench.faults.machines import MailServer, Postgres, Proxy, Redis

if TYPE_CHECKING:
    from bench.consultation.site import Server

_PARTS = ("voting", "reading", "mailing", "publishing")
_NEEDED = ("initdb", "pg_ctl", "redis-server", "nginx")


def main(parts: list[str]) -> int:
    """Go through all faults; return 1 when anything was lost or did not recover."""
    missing = [name for name in _NEEDED if not shutil.which(name)]
    if missing:
        print(f"Skipped: {', '.join(missing)} not installed.")
        return 0
    # A run that is cut short stops all the same what it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="llex-faults-")))
        postgres, redis, mails = Postgres(folder), Redis(), MailServer()
        stack.callback(redis.stop)
        stack.callback(postgres.stop)
        os.environ["BENCH_POSTGRES"] = f"postgres://postgres@127.0.0.1:{postgres.port}"
        os.environ["BENCH_REDIS"] = f"redis://127.0.0.1:{redis.port}/0"
        sound = True
        for line, is_sound in _measure(folder, postgres, redis, mails, parts or list(_PARTS)):
            sound = sound and is_sound
            print(f"{line}   {'ok' if is_sound else 'FAILED'}", flush=True)
        return 0 if sound else 1


def _measure(
    folder: Path, postgres: Postgres, redis: Redis, mails: MailServer, parts: list[str]
) -> Iterator[tuple[str, bool]]:
    from bench.consultation import __main__ as bench
    from bench.consultation import site

    site.settle()
    os.environ |= {
        "EMAIL_URL": f"smtp://127.0.0.1:{mails.port}",
        "EMAIL_TIMEOUT": "2",
        "TASKS_BACKEND": "django_tasks_db.DatabaseBackend",
        "BEHIND_PROXY": "true",
        "DEMO": "true",
    }
    options = {"is_quiet": True}
    with site.database(), ExitStack() as stack:
        bench.load_site()
        pages = stack.enter_context(
            # What they say of faults that we cause is known.
            site.served("llex.wsgi:application", *site.PAGES, *site.RESPAWN, **options)
        )
        stream = stack.enter_context(
            site.served("llex.stream:application", *site.STREAM, *site.RESPAWN, **options)
        )
        site.answers(pages.port)
        proxy = Proxy(folder, pages.port, stream.port)
        stack.callback(proxy.stop)
        yield from _faults(pages, stream, proxy.port, (postgres, redis, mails), parts)


def _faults(
    pages: "Server",
    stream: "Server",
    port: int,
    machines: tuple[Postgres, Redis, MailServer],
    parts: list[str],
) -> Iterator[tuple[str, bool]]:
    from django.core.management import call_command

    from bench.faults import mailing, publishing, reading, voting

    postgres, redis, mails = machines
    if "reading" in parts:
        yield from reading.run(pages, port, "/en/")
    if "publishing" in parts:
        call_command("demo", verbosity=0)
        yield from publishing.run(port, redis)
    if "mailing" in parts:
        yield from mailing.run(mails)
    if "voting" in parts:
        yield from voting.run(pages, stream, port, redis, postgres)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
