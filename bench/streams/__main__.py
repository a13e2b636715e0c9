"""Measure each candidate, and print a line for it."""

import asyncio
import sys
import time
from dataclasses import dataclass
from importlib.util import find_spec

from bench.consultation.listening import Recognise, crowd
from bench.consultation.site import STREAM, served

MESSAGES = 6


@dataclass(frozen=True)
class Candidate:
    name: str
    application: str
    needs: str | None = None


CANDIDATES = [
    Candidate("a plain ASGI callable", "plain"),
    Candidate("an asynchronous Django view", "django_view"),
    Candidate("django-eventstream", "eventstream", needs="django_eventstream"),
    Candidate("channels", "channels_consumer", needs="channels"),
]


async def say() -> Recognise:
    """Wait for what the candidate says next, as it speaks once a second by itself."""
    asked = time.time()
    first: list[int] = []

    def recognise(_version: int, data: dict[str, object]) -> float | None:
        at = int(str(data.get("at", 0)))
        if not first and at / 1000 > asked:
            first.append(at)
        return at / 1000 if at in first else None

    return recognise


async def main(listeners: int) -> None:
    print(f"{listeners:,} listeners, one message a second, one process under granian")
    for candidate in CANDIDATES:
        if candidate.needs and not find_spec(candidate.needs):
            print(f"  {candidate.name:<30} skipped: {candidate.needs} is not installed")
            continue
        with served(f"bench.streams.{candidate.application}:application", *STREAM) as server:
            await asyncio.sleep(2)
            try:
                heard = await crowd(server, "/", listeners, say, MESSAGES)
            except (OSError, TimeoutError) as problem:
                print(f"  {candidate.name:<30} did not take them: {type(problem).__name__}")
                continue
        missed = heard.expected - len(heard.seconds)
        print(
            f"  {candidate.name:<30} p50 {heard.at(0.5):5.2f} s  p99 {heard.at(0.99):5.2f} s"
            f"  {heard.bytes_each / 1024:6.1f} KB each  {100 * heard.busy:4.0f} % of a core"
            f"  late or missed: {100 * missed / heard.expected:.0f} %",
            flush=True,
        )


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000))
