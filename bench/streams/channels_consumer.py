"""Channels: an HTTP consumer and a group, in memory."""

import asyncio
from typing import Any

from bench.streams.common import configure, frame

configure(
    urls=__name__,
    INSTALLED_APPS=["channels"],
    CHANNEL_LAYERS={"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}},
)

import django  # noqa: E402

django.setup()

from channels.generic.http import AsyncHttpConsumer  # noqa: E402
from channels.layers import get_channel_layer  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from django.urls import path  # noqa: E402

urlpatterns: list[Any] = []
clock: list[Any] = []


async def tick() -> None:
    layer = get_channel_layer()
    while True:
        await asyncio.sleep(1)
        await layer.group_send("hall", {"type": "said", "frame": frame()})


class Consumer(AsyncHttpConsumer):
    async def handle(self, _body: bytes) -> None:
        if not clock:
            clock.append(asyncio.create_task(tick()))
        await self.send_headers(headers=[(b"Content-Type", b"text/event-stream")])
        await self.send_body(b": hello\n\n", more_body=True)
        await self.channel_layer.group_add("hall", self.channel_name)

    async def http_request(self, message: dict[str, Any]) -> None:
        # The consumer ends a request when `handle` returns; a stream goes on.
        await self.handle(message.get("body", b""))

    async def said(self, message: dict[str, Any]) -> None:
        await self.send_body(message["frame"], more_body=True)


application = ProtocolTypeRouter({"http": URLRouter([path("", Consumer.as_asgi())])})
