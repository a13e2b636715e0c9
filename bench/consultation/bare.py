"""The limit: a plain ASGI callable that tells everybody the time once a second, no more."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

listeners: set[asyncio.Queue[bytes]] = set()
clock: list[asyncio.Task[None]] = []


async def tick() -> None:
    while True:
        await asyncio.sleep(1)
        frame = b"id: %d\ndata: {}\n\n" % (time.time_ns() // 1_000_000)
        for queue in list(listeners):
            queue.put_nowait(frame)


async def application(
    scope: dict[str, Any],
    receive: Callable[[], Awaitable[Any]],
    send: Callable[[dict[str, Any]], Awaitable[None]],
) -> None:
    if not clock:
        clock.append(asyncio.create_task(tick()))
    headers = [(b"content-type", b"text/event-stream")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b": hello\n\n", "more_body": True})
    queue: asyncio.Queue[bytes] = asyncio.Queue()
    listeners.add(queue)
    try:
        while True:
            frame = await queue.get()
            await send({"type": "http.response.body", "body": frame, "more_body": True})
    finally:
        listeners.discard(queue)
