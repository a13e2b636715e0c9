"""Listeners: thousands of open answers, and how soon each of them gets what is new."""

import asyncio
import gc
import json
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bench.consultation.site import Server

# Connections that are opened at the same time.
_AT_ONCE = 200
_FRAME = re.compile(rb"(?:id: (\d+)\n)?data: (\{.*\})\n\n")


class Ear(asyncio.Protocol):
    """One listener; it notes when which version came."""

    def __init__(self, path: str, heard: Callable[[int, dict[str, object]], None]) -> None:
        self._path = path
        self._heard = heard
        self._rest = b""
        self.ready = asyncio.get_running_loop().create_future()
        self.lost = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        ask = f"GET {self._path} HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"
        transport.write(ask.encode())  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        if not self.ready.done():
            self.ready.set_result(data.startswith(b"HTTP/1.1 200"))
        self._rest = (self._rest + data)[-4096:]
        for found in _FRAME.finditer(self._rest):
            self._heard(int(found[1] or 0), json.loads(found[2]))
            self._rest = self._rest[found.end() :]

    def connection_lost(self, _error: Exception | None) -> None:
        self.lost.set_result(None)
        if not self.ready.done():
            self.ready.set_result(False)


@dataclass
class Heard:
    """The latencies of a crowd of listeners, in seconds, and the cost of serving them."""

    listeners: int = 0
    seconds: list[float] = field(default_factory=list)
    expected: int = 0
    bytes_each: float = 0.0
    busy: float = 0.0

    def at(self, share: float) -> float:
        ordered = sorted(self.seconds)
        return (
            ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("inf")
        )


# Tells when something was said, in seconds since 1970, by its version and data; None where it is
# not what is waited for.
Recognise = Callable[[int, dict[str, object]], float | None]
Say = Callable[[], Awaitable[Recognise]]


async def crowd(server: Server, path: str, listeners: int, say: Say, times: int) -> Heard:
    """Open so many listeners, have something said so many times, and time who hears it when.

    *say* says something new, and returns how it is recognised.
    """
    result = Heard()
    before = server.resident()
    recognise: Recognise = _nothing

    def heard(version: int, data: dict[str, object]) -> None:
        said_at = recognise(version, data)
        if said_at is not None:
            result.seconds.append(time.time() - said_at)

    ears = await _open(server.port, path, listeners, heard)
    result.listeners = len(ears)
    await asyncio.sleep(2)
    result.bytes_each = (server.resident() - before) / max(1, len(ears))
    busy, began = server.busy(), time.monotonic()
    gc.disable()
    for _time in range(times):
        recognise = await say()
        await asyncio.sleep(1.7)
    gc.enable()
    result.busy = (server.busy() - busy) / (time.monotonic() - began)
    result.expected = len(ears) * times
    for ear in ears:
        ear.transport.close()
    return result


def _nothing(_version: int, _data: dict[str, object]) -> None:
    return None


async def _open(
    port: int, path: str, listeners: int, heard: Callable[[int, dict[str, object]], None]
) -> list[Ear]:
    loop = asyncio.get_running_loop()
    turn = asyncio.Semaphore(_AT_ONCE)

    async def one() -> Ear | None:
        async with turn:
            _transport, ear = await loop.create_connection(
                lambda: Ear(path, heard), "127.0.0.1", port
            )
            return ear if await asyncio.wait_for(ear.ready, 30) else None

    ears = await asyncio.gather(*(one() for _listener in range(listeners)))
    return [ear for ear in ears if ear is not None]
