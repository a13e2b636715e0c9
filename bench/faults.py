"""Faults while a hall votes: the server killed, Redis stopped, PostgreSQL restarted.

    python -m bench.faults

Every time, ballots keep being sent by phones that try again as the voting page does; at the end
every acknowledged ballot must be there once, every phone must have been answered, and a listener
of the stream must have learned the final number by itself. PostgreSQL and Redis are throw-away
ones of its own, on this machine alone.
"""

import asyncio
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from bench.consultation.hall import Hall, Voter
    from bench.consultation.site import Server

T = TypeVar("T")

VOTERS = 300
# Seconds over which the hall votes; the fault comes after the first of them.
_SPREAD = 8
_OUTAGE = 3
# Seconds within which everything must be well again.
_RECOVERY = 60


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


class Postgres:
    """A cluster of its own, as durable as in production."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        # PostgreSQL does not run as root.
        self._user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        self._data = folder / "postgres"
        self._data.mkdir()
        shutil.chown(self._data, self._user)
        folder.chmod(0o755)
        self._run("initdb", "--auth", "trust", "--username", "postgres", "--encoding", "UTF8")
        options = f"-c port={self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
        self._options = options
        self._run("pg_ctl", "start", "--wait", "--options", options, "--log", f"{self._data}/log")

    def _run(self, command: str, *arguments: str) -> None:
        user = self._user if os.geteuid() == 0 else None
        subprocess.run(
            [command, "--pgdata", str(self._data), *arguments],
            user=user,
            cwd=self._data,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    def restart(self) -> None:
        """Stop it as a power cut would, and start it again after a while."""
        self._run("pg_ctl", "stop", "--mode", "immediate")
        time.sleep(_OUTAGE)
        self._run(
            "pg_ctl", "start", "--wait", "--options", self._options, "--log", f"{self._data}/log"
        )

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "--mode", "immediate")


class Redis:
    """A server of its own that keeps nothing."""

    def __init__(self) -> None:
        self.port = free_port()
        self.start()

    def start(self) -> None:
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()

    def restart(self) -> None:
        """Be away for a while."""
        self.stop()
        time.sleep(_OUTAGE)
        self.start()


@dataclass
class Outcome:
    """What became of a hall that voted through a fault."""

    refusals: int = 0
    unanswered: int = 0
    lost: int = 0
    duplicates: int = 0
    wrong: bool = False
    heard: int = 0
    backwards: int = 0
    seconds: float = 0.0

    @property
    def is_sound(self) -> bool:
        faults = self.unanswered or self.lost or self.duplicates or self.wrong or self.backwards
        return not faults and self.heard == VOTERS


def main() -> int:
    """Go through all faults; return 1 when anything was lost or did not recover."""
    missing = [name for name in ("initdb", "pg_ctl", "redis-server") if not shutil.which(name)]
    if missing:
        print(f"Skipped: {', '.join(missing)} not installed.")
        return 0
    # A run that is cut short stops all the same what it has started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="llex-faults-")))
        postgres, redis = Postgres(folder), Redis()
        stack.callback(redis.stop)
        stack.callback(postgres.stop)
        os.environ["BENCH_POSTGRES"] = f"postgres://postgres@127.0.0.1:{postgres.port}"
        os.environ["BENCH_REDIS"] = f"redis://127.0.0.1:{redis.port}/0"
        return _measure(postgres, redis)


def _measure(postgres: Postgres, redis: Redis) -> int:
    from bench.consultation import __main__ as bench
    from bench.consultation import site

    site.settle()
    sound = True
    with site.database():
        bench.load_site()
        with (
            # What they say of faults that we cause is known.
            site.served("llex.wsgi:application", *site.PAGES, is_quiet=True) as pages,
            site.served("llex.stream:application", *site.STREAM, is_quiet=True) as stream,
        ):
            site.answers(pages.port)
            faults: dict[str, Callable[[], None]] = {
                "no fault": lambda: None,
                "server killed, away 3 s": lambda: _kill(pages),
                "stream killed, away 3 s": lambda: _kill(stream),
                "Redis killed, away 3 s": redis.restart,
                "PostgreSQL killed, away 3 s": postgres.restart,
            }
            for number, (name, fault) in enumerate(faults.items()):
                outcome = asyncio.run(_vote_through(f"fault{number}", pages, stream, fault))
                sound = sound and outcome.is_sound
                print(_line(name, outcome), flush=True)
    return 0 if sound else 1


def _line(name: str, outcome: Outcome) -> str:
    return (
        f"{name:<30} {VOTERS - outcome.unanswered} of {VOTERS} acknowledged in "
        f"{outcome.seconds:4.1f} s after {outcome.refusals:3} failed attempts; "
        f"lost {outcome.lost}, duplicates {outcome.duplicates}, "
        f"tally {'wrong' if outcome.wrong else 'right'}, the stream said {outcome.heard}"
        f"   {'ok' if outcome.is_sound else 'FAILED'}"
    )


def _kill(server: "Server") -> None:
    server.kill()
    time.sleep(_OUTAGE)
    server.start()


async def _vote_through(
    code: str, pages: "Server", stream: "Server", fault: Callable[[], None]
) -> Outcome:
    from bench.consultation.hall import Hall

    outcome = Outcome()
    hall = await asyncio.to_thread(Hall, pages.port, code, VOTERS)
    names = await hall.names()
    listener = asyncio.create_task(_listen(stream.port, code, outcome))
    began = time.monotonic()
    phones = [
        asyncio.create_task(_phone(hall, voter, names, number * _SPREAD / VOTERS, outcome))
        for number, voter in enumerate(hall.voters)
    ]
    await asyncio.sleep(1)
    await asyncio.to_thread(fault)
    await asyncio.wait(phones, timeout=_RECOVERY)
    outcome.seconds = time.monotonic() - began
    for phone in phones:
        phone.cancel()
    for _wait in range(_RECOVERY):
        if outcome.heard == VOTERS:
            break
        await asyncio.sleep(1)
    listener.cancel()
    outcome.unanswered = sum(voter.received is None for voter in hall.voters)
    outcome.lost = await asyncio.to_thread(_afresh, hall.lost)
    outcome.duplicates = await asyncio.to_thread(_afresh, hall.duplicates)
    outcome.wrong = not await asyncio.to_thread(_afresh, hall.is_counted_right)
    return outcome


def _afresh(call: Callable[[], T]) -> T:
    """Ask on a new connection: the one from before the fault may be dead."""
    from django.db import connection

    connection.close()
    return call()


async def _phone(
    hall: "Hall", voter: "Voter", names: list[str], wait: float, outcome: Outcome
) -> None:
    """Send one ballot until it is acknowledged, each time after a longer wait, as the page does."""
    await asyncio.sleep(wait)
    form = hall.form(voter, names)
    pause = 0.5
    while True:
        try:
            await hall.send(voter, form)
        except (OSError, TimeoutError, ValueError, IndexError, RuntimeError):
            outcome.refusals += 1
            await asyncio.sleep(pause)
            pause = min(4, 2 * pause)
        else:
            return


async def _listen(port: int, code: str, outcome: Outcome) -> None:
    """Listen, and come back whenever the line is lost."""
    from bench.consultation.listening import Ear

    last = 0

    def heard(version: int, data: dict[str, object]) -> None:
        nonlocal last
        outcome.backwards += version < last
        last = version
        outcome.heard = int(str(data["ballots"]))

    while True:
        try:
            _transport, ear = await asyncio.get_running_loop().create_connection(
                lambda: Ear(f"/v/{code}/stream", heard), "127.0.0.1", port
            )
            await ear.lost
        except OSError:
            pass
        await asyncio.sleep(1)


if __name__ == "__main__":
    sys.exit(main())
