"""Faults of the production set-up: granian behind nginx, PostgreSQL, Redis, a mail server.

    python -m bench.faults [voting] [reading] [mailing] [publishing] [attaching]

Everything is a throw-away one of its own, on this machine alone. Disks that get full are small ones
in memory, which only root may mount; others have that imitated, or skipped. What must hold: no
acknowledged write is lost, no mail is lost, nobody is refused beyond the requests in flight or
without a sentence, nothing is done by halves, and a published edition is seen.
"""

import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.faults.disks import Disk, mounted
from bench.faults.machines import MailServer, Postgres, Proxy, Redis

if TYPE_CHECKING:
    from bench.consultation.site import Server

_PARTS = ("voting", "reading", "mailing", "publishing", "attaching")
# Megabytes: of the site's files, and of the database, which holds the gazetteer.
_FILES, _DATABASE = 32, 600
_NEEDED = ("initdb", "pg_ctl", "redis-server", "nginx")


@dataclass(frozen=True)
class Disks:
    """Small disks for the site's files and for its database, where they may be mounted."""

    files: Disk | None
    database: Disk | None

    def stop(self) -> None:
        for disk in (self.files, self.database):
            if disk:
                disk.stop()


@dataclass(frozen=True)
class Machines:
    """What the site runs on."""

    postgres: Postgres
    redis: Redis
    mails: MailServer
    disks: Disks


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
        disks = Disks(mounted(folder / "files", _FILES), mounted(folder / "database", _DATABASE))
        stack.callback(disks.stop)
        postgres = Postgres(folder, disks.database)
        stack.callback(postgres.stop)
        redis, mails = Redis(), MailServer()
        stack.callback(redis.stop)
        os.environ["BENCH_POSTGRES"] = f"postgres://postgres@127.0.0.1:{postgres.port}"
        os.environ["BENCH_REDIS"] = f"redis://127.0.0.1:{redis.port}/0"
        sound = True
        machines = Machines(postgres, redis, mails, disks)
        for line, is_sound in _measure(folder, machines, parts or list(_PARTS)):
            sound = sound and is_sound
            print(f"{line}   {'ok' if is_sound else 'FAILED'}", flush=True)
        return 0 if sound else 1


def _measure(folder: Path, machines: Machines, parts: list[str]) -> Iterator[tuple[str, bool]]:
    from bench.consultation import __main__ as bench
    from bench.consultation import site

    site.settle()
    os.environ |= {
        "EMAIL_URL": f"smtp://127.0.0.1:{machines.mails.port}",
        "EMAIL_TIMEOUT": "2",
        "TASKS_BACKEND": "django_tasks_db.DatabaseBackend",
        "BEHIND_PROXY": "true",
        "DEMO": "true",
    }
    if disk := machines.disks.files:
        for variable in ("MEDIA_ROOT", "PRIVATE_ROOT", "TMPDIR"):
            place = disk.folder / variable.lower()
            place.mkdir()
            os.environ[variable] = str(place)
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
        yield from _faults(pages, stream, proxy.port, machines, parts)


def _faults(
    pages: "Server", stream: "Server", port: int, machines: Machines, parts: list[str]
) -> Iterator[tuple[str, bool]]:
    from django.core.management import call_command

    from bench.faults import attaching, mailing, publishing, reading, voting

    disk = machines.disks.files
    if "reading" in parts:
        yield from reading.run(pages, port, "/en/")
    if "publishing" in parts or "attaching" in parts:
        call_command("demo", verbosity=0)
    if "publishing" in parts:
        yield from publishing.run(port, machines.redis, disk)
    if "attaching" in parts:
        yield from attaching.run(port, disk) if disk else [_skipped("attaching")]
    if "mailing" in parts:
        yield from mailing.run(machines.mails)
    if "voting" in parts:
        yield from voting.run(pages, stream, port, machines)


def _skipped(what: str) -> tuple[str, bool]:
    return f"{what} on a full disk: skipped, only root may mount one", True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
