"""A hall that votes while something breaks.

Ballots keep being sent by phones that try again as the voting page does; at the end every
acknowledged ballot must be there once, every phone must have been answered, and a listener of the
stream must have learned the final number by itself.
"""

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from bench.faults.machines import OUTAGE

if TYPE_CHECKING:
    from bench.consultation.hall import Hall, Voter
    from bench.consultation.site import Server
    from bench.faults.__main__ import Machines

T = TypeVar("T")

VOTERS = 300
# Seconds over which the hall votes; the fault comes after the first of them.
_SPREAD = 8
# Seconds within which everything must be well again.
_RECOVERY = 60


@dataclass
class Outcome:
    """The result of a hall's vote through a fault."""

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


def run(
    pages: "Server", stream: "Server", port: int, machines: "Machines"
) -> Iterator[tuple[str, bool]]:
    """Let a hall vote through each fault; give a line of each and whether it is well.

    *port* is the one at which phones ask, the proxy's.
    """
    faults: dict[str, Callable[[], object]] = {
        "no fault": lambda: None,
        "a web worker killed": pages.kill_worker,
        "server killed, away 3 s": lambda: _kill(pages),
        "stream killed, away 3 s": lambda: _kill(stream),
        "Redis killed, away 3 s": machines.redis.restart,
        "PostgreSQL killed, away 3 s": machines.postgres.restart,
    }
    if machines.postgres.disk:
        faults["its disk full for 3 s"] = machines.postgres.fill_disk
    for number, (name, fault) in enumerate(faults.items()):
        outcome = asyncio.run(_vote_through(f"fault{number}", port, stream, fault))
        yield _line(name, outcome), outcome.is_sound


def _line(name: str, outcome: Outcome) -> str:
    return (
        f"{name:<30} {VOTERS - outcome.unanswered} of {VOTERS} acknowledged in "
        f"{outcome.seconds:4.1f} s after {outcome.refusals:3} failed attempts; "
        f"lost {outcome.lost}, duplicates {outcome.duplicates}, "
        f"tally {'wrong' if outcome.wrong else 'right'}, the stream said {outcome.heard}"
        f""
    )


def _kill(server: "Server") -> None:
    server.kill()
    time.sleep(OUTAGE)
    server.start()


async def _vote_through(
    code: str, port: int, stream: "Server", fault: Callable[[], object]
) -> Outcome:
    from bench.consultation.hall import Hall

    outcome = Outcome()
    hall = await asyncio.to_thread(Hall, port, code, VOTERS)
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
