"""An asynchronous Django view."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from django.core.asgi import get_asgi_application
from django.http import HttpRequest, StreamingHttpResponse
from django.urls import path

from bench.streams.common import configure, frame

listeners: set[asyncio.Queue[bytes]] = set()
clock: list[Any] = []


async def tick() -> None:
    while True:
        await asyncio.sleep(1)
        said = frame()
        for queue in list(listeners):
            queue.put_nowait(said)


async def listen() -> AsyncIterator[bytes]:
    if not clock:
        clock.append(asyncio.create_task(tick()))
    queue: asyncio.Queue[bytes] = asyncio.Queue()
    listeners.add(queue)
    try:
        yield b": hello\n\n"
        while True:
            yield await queue.get()
    finally:
        listeners.discard(queue)


async def stream(_request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(listen(), content_type="text/event-stream")


urlpatterns = [path("", stream)]
configure(urls=__name__)
application = get_asgi_application()
