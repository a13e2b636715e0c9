"""A plain ASGI callable."""

import asyncio
from typing import Any

from bench.streams.common import frame

listeners: set[asyncio.Queue[bytes]] = set()
clock: list[Any] = []


async def tick() -> None:
    while True:
        await asyncio.sleep(1)
        said = frame()
        for queue in list(listeners):
            queue.put_nowait(said)


async def application(scope: Any, receive: Any, send: Any) -> None:
    clock.append(None) if clock else clock.append(asyncio.create_task(tick()))
    headers = [(b"content-type", b"text/event-stream")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b": hello\n\n", "more_body": True})
    queue: asyncio.Queue[bytes] = asyncio.Queue()
    listeners.add(queue)
    try:
        while True:
            said = await queue.get()
            await send({"type": "http.response.body", "body": said, "more_body": True})
    finally:
        listeners.discard(queue)
