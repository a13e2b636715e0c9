"""The protocol: Server-Sent Events as a plain ASGI callable."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from random import SystemRandom
from typing import Any

from django.conf import settings

from llex.core.http.security_headers import PERMISSIONS_POLICY
from llex.core.web_workers.signs import give_from_loop
from priorities.live.stream.hub import Full, Hub, Listener
from priorities.live.stream.source import DjangoSource, Source, SourceAway
from priorities.live.stream.stopping import when_stopping

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_PATH = re.compile(r"/v/(?P<code>[-\w]{1,12})/stream", re.ASCII)
# A client that lost its line comes back after so many milliseconds, each after others: a hall of
# thousands does not come back in one second.
_BACK_AFTER = (1_000, 8_000)
# Seconds after which a client that was refused may try again.
_AGAIN_AFTER = (20, 60)
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    # Neither cached nor compressed nor buffered by proxies.
    (b"cache-control", b"no-store, no-transform"),
    (b"permissions-policy", PERMISSIONS_POLICY.encode()),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]
_dice = SystemRandom()


class Stream:
    """Answer `/v/<code>/stream`."""

    def __init__(self, source: Source | None = None, limit: int | None = None) -> None:
        self._source = source
        self._limit = settings.STREAM_LISTENERS if limit is None else limit
        self._hub: Hub | None = None

    @staticmethod
    def answers(scope: Scope) -> bool:
        """Return whether a request is for the stream."""
        return scope["type"] == "http" and bool(_PATH.fullmatch(scope["path"]))

    @property
    def hub(self) -> Hub:
        """All listeners of this process; begun in the loop that asks first."""
        if self._hub is None:
            self._hub = hub = Hub(self._source or DjangoSource(), self._limit)
            loop = asyncio.get_running_loop()
            when_stopping(lambda: loop.call_soon_threadsafe(hub.end))
        return self._hub

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        found = _PATH.fullmatch(scope["path"])
        if scope["path"] == "/healthz":
            await _answer(send, 200, "ok")
        elif found is None:
            await _answer(send, 404, "There is nothing at this address.")
        elif scope["method"] != "GET":
            await _answer(send, 405, "This is a stream to listen to.", (b"allow", b"GET"))
        else:
            await self._listen(found["code"], scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        """Begin with the server, and end all answers in good order when it stops."""
        signs: asyncio.Task[None] | None = None
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                signs = asyncio.create_task(give_from_loop())
                await send({"type": "lifespan.startup.complete"})
            else:
                if signs is not None:
                    signs.cancel()
                if self._hub is not None:
                    self._hub.end()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _listen(self, code: str, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            listener = await self.hub.join(code, _last_seen(scope))
        except (Full, SourceAway):
            await _refuse_for_now(send)
            return
        if listener is None:
            await _answer(send, 404, "There is no consultation with this code.")
            return
        watcher = asyncio.create_task(_until_gone(receive, listener))
        try:
            # Sending may fail if the client has gone away; then there is no one to answer.
            with suppress(OSError):
                await _send_all(listener, send)
        finally:
            watcher.cancel()
            self.hub.leave(listener)


async def _send_all(listener: Listener, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
    await _say(send, f"retry: {_dice.randint(*_BACK_AFTER)}\n\n".encode())
    while (frame := await listener.next()) is not None:
        await _say(send, frame)
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _say(send: Send, frame: bytes) -> None:
    await send({"type": "http.response.body", "body": frame, "more_body": True})


async def _until_gone(receive: Receive, listener: Listener) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    listener.end()


def _last_seen(scope: Scope) -> int:
    """Return the version that a client who comes back has already, 0 where it says none."""
    for name, value in scope["headers"]:
        if name == b"last-event-id" and re.fullmatch(rb"\d{1,18}", value):
            return int(value)
    return 0


async def _refuse_for_now(send: Send) -> None:
    seconds = str(_dice.randint(*_AGAIN_AFTER)).encode()
    text = "Too many are listening now. The page asks for news from time to time instead."
    await _answer(send, 503, text, (b"retry-after", seconds))


async def _answer(send: Send, status: int, text: str, *headers: tuple[bytes, bytes]) -> None:
    plain = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"permissions-policy", PERMISSIONS_POLICY.encode()),
    ]
    await send({"type": "http.response.start", "status": status, "headers": [*plain, *headers]})
    await send({"type": "http.response.body", "body": text.encode()})
