"""A small HTTP client: one connection for each question, as each phone has one of its own."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

# Phones that are being answered at the same time; the others of the hall wait their turn.
AT_ONCE = 128
# Seconds until a phone gives up.
PATIENCE = 60


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: bytes


@dataclass
class Timing:
    """How long answers took, in seconds, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    elapsed: float = 0.0

    @property
    def rate(self) -> float:
        return len(self.seconds) / self.elapsed if self.elapsed else 0.0

    def at(self, share: float) -> float:
        """Return the time in milliseconds within which this share of the answers came."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


async def ask(port: int, path: str, form: dict[str, str] | None = None) -> Answer:
    """Ask the server on this machine for one page, or post a form to it."""
    body = urlencode(form).encode() if form is not None else b""
    lines = [f"{'GET' if form is None else 'POST'} {path} HTTP/1.1", f"Host: localhost:{port}"]
    lines += ["Connection: close"]
    if form is not None:
        lines += ["Content-Type: application/x-www-form-urlencoded", "Accept: application/json"]
        lines += [f"Content-Length: {len(body)}"]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        answer = await asyncio.wait_for(reader.read(-1), PATIENCE)
    finally:
        writer.close()
    head, _, rest = answer.partition(b"\r\n\r\n")
    return Answer(int(head.split(b" ", 2)[1]), rest)


async def all_of(jobs: Sequence[Callable[[], Awaitable[None]]]) -> Timing:
    """Do all jobs, so many at once, and time each."""
    timing = Timing()
    turn = asyncio.Semaphore(AT_ONCE)

    async def one(job: Callable[[], Awaitable[None]]) -> None:
        async with turn:
            began = time.perf_counter()
            try:
                await job()
            except (OSError, TimeoutError, ValueError, IndexError, RuntimeError) as problem:
                timing.failures.append(f"{type(problem).__name__}: {problem}")
            else:
                timing.seconds.append(time.perf_counter() - began)

    began = time.perf_counter()
    await asyncio.gather(*(one(job) for job in jobs))
    timing.elapsed = time.perf_counter() - began
    return timing
