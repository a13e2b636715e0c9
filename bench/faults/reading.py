"""Readers and voters behind the proxy while one of two web workers is killed."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bench.consultation.client import ask

if TYPE_CHECKING:
    from bench.consultation.site import Server

READERS = 16
_SECONDS = 12
_KILLED_AFTER = 3
_OK = 200


@dataclass
class Outcome:
    """What readers were answered, and how long after the kill the last of them was refused."""

    answers: Counter[str] = field(default_factory=Counter)
    refused_at: list[float] = field(default_factory=list)
    slowest: float = 0.0
    in_flight: int = 0
    respawned: bool = False

    @property
    def is_sound(self) -> bool:
        refused = self.answers.total() - self.answers["200"]
        return refused <= self.in_flight and self.respawned


def run(pages: "Server", port: int, path: str) -> Iterator[tuple[str, bool]]:
    """Kill a worker under load; give a line of it and whether it is well."""
    outcome = asyncio.run(_read(pages, port, path))
    refused = {name: count for name, count in outcome.answers.items() if name != "200"}
    last = max(outcome.refused_at, default=0.0)
    line = (
        f"{'a web worker killed, readers':<30} {outcome.answers['200']} answered in {_SECONDS} s, "
        f"refused {refused or 0} (in flight at the kill: {outcome.in_flight} of {READERS}), "
        f"the last {last:.2f} s after it; slowest answer {outcome.slowest:.2f} s; "
        f"{'started again' if outcome.respawned else 'NOT started again'}"
    )
    yield line, outcome.is_sound


async def _read(pages: "Server", port: int, path: str) -> Outcome:
    outcome = Outcome()
    began = time.monotonic()
    killed: list[float] = []
    waiting: set[int] = set()

    async def reader(number: int) -> None:
        while time.monotonic() - began < _SECONDS:
            asked = time.monotonic()
            waiting.add(number)
            try:
                answer = str((await ask(port, path)).status)
            except (OSError, TimeoutError, ValueError, IndexError) as problem:
                answer = type(problem).__name__
            waiting.discard(number)
            outcome.answers[answer] += 1
            outcome.slowest = max(outcome.slowest, time.monotonic() - asked)
            if answer != str(_OK) and killed:
                outcome.refused_at.append(time.monotonic() - killed[0])

    readers = [asyncio.create_task(reader(number)) for number in range(READERS)]
    await asyncio.sleep(_KILLED_AFTER)
    before = pages.workers()
    outcome.in_flight = len(waiting)
    worker = pages.kill_worker()
    killed.append(time.monotonic())
    await asyncio.gather(*readers)
    after = pages.workers()
    outcome.respawned = worker not in after and len(after) == len(before)
    return outcome
