"""Readers in front of the proxy while a web worker is killed, freezes, or has no thread left."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bench.consultation.client import ask
from bench.consultation.site import PAGES

if TYPE_CHECKING:
    from bench.consultation.site import Server

READERS = 16
_FAULT_AFTER = 3
_OK = 200
_THREADS = int(PAGES[PAGES.index("--blocking-threads") + 1])
# Seconds within which a reader must be answered, whatever happened, and how long a reader waits.
_PATIENCE = 60


@dataclass
class Outcome:
    """The answers to readers, and the time of recovery after the fault."""

    answers: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    in_flight: int = 0
    respawned: float = 0.0

    @property
    def refused(self) -> dict[str, int]:
        return {name: count for name, count in self.answers.items() if name != str(_OK)}

    @property
    def is_sound(self) -> bool:
        return (
            sum(self.refused.values()) <= self.in_flight
            and self.respawned > 0
            and self.slowest < _PATIENCE
        )


@dataclass(frozen=True)
class Fault:
    """A fault of a worker, and the seconds for which readers go on after it."""

    name: str
    do: Callable[["Server"], Awaitable[int]]
    seconds: int


async def _kill(pages: "Server") -> int:
    return pages.kill_worker()


async def _freeze(pages: "Server") -> int:
    return pages.freeze_worker()


async def _block(pages: "Server") -> int:
    """Give each thread of one worker a request that never ends."""
    worker = pages.largest_worker()

    async def hang() -> None:
        # Whoever is answered met another worker.
        with suppress(OSError, TimeoutError, ValueError, IndexError):
            while (await ask(pages.port, f"/hang/{worker}")).status == _OK:
                pass

    _held.update(asyncio.create_task(hang()) for _thread in range(_THREADS))
    await asyncio.sleep(1)
    return worker


# The event loop alone does not keep a task from being collected.
_held: set[asyncio.Task[None]] = set()

_FAULTS = (
    Fault("a web worker killed, readers", _kill, 9),
    Fault("a web worker frozen, readers", _freeze, 27),
    Fault("all its threads stuck, readers", _block, 50),
)


def run(pages: "Server", port: int, path: str) -> Iterator[tuple[str, bool]]:
    """Let readers read through each fault; give a line of it and whether it is well."""
    for fault in _FAULTS:
        outcome = asyncio.run(_read(pages, port, path, fault))
        again = f"again after {outcome.respawned:.1f} s" if outcome.respawned else "NOT again"
        line = (
            f"{fault.name:<30} {outcome.answers[str(_OK)]} answered, "
            f"refused {outcome.refused or 0} (in flight: {outcome.in_flight} of {READERS}), "
            f"slowest answer {outcome.slowest:.1f} s; the worker started {again}"
        )
        yield line, outcome.is_sound


async def _read(pages: "Server", port: int, path: str, fault: Fault) -> Outcome:
    outcome = Outcome()
    end = time.monotonic() + _FAULT_AFTER + fault.seconds
    waiting: set[int] = set()

    async def reader(number: int) -> None:
        while (asked := time.monotonic()) < end:
            waiting.add(number)
            try:
                answer = str((await ask(port, path)).status)
            except (OSError, TimeoutError, ValueError, IndexError) as problem:
                answer = type(problem).__name__
            waiting.discard(number)
            outcome.answers[answer] += 1
            outcome.slowest = max(outcome.slowest, time.monotonic() - asked)

    readers = [asyncio.create_task(reader(number)) for number in range(READERS)]
    await asyncio.sleep(_FAULT_AFTER)
    before = pages.workers()
    outcome.in_flight = len(waiting)
    worker = await fault.do(pages)
    began = time.monotonic()
    while time.monotonic() < end and not outcome.respawned:
        await asyncio.sleep(0.1)
        after = pages.workers()
        if worker not in after and len(after) == len(before):
            outcome.respawned = time.monotonic() - began
    await asyncio.gather(*readers)
    return outcome
