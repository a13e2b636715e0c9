"""A hall without a network: a source that we feed, and clients that speak ASGI."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from itertools import count

from priorities.live.notify import ChangeMarks
from priorities.live.stream import hub
from priorities.live.stream.aggregate import Aggregate
from priorities.live.stream.source import SourceAway

_times = count(1_000)


class Feed:
    """A source that counts how often it is asked."""

    def __init__(self, **contents):
        self.contents = contents
        self.marks = {}
        self.complete = True
        self.away = False
        self.reads = []

    def change(self, code, **content):
        self.contents[code] = content
        self.marks[code] = self.marks.get(code, 0) + 1

    async def glance(self, consultations):
        return ChangeMarks(
            {key: self.marks.get(key) for key in consultations}, complete=self.complete
        )

    async def read(self, code):
        self.reads.append(code)
        await asyncio.sleep(0)
        if self.away:
            raise SourceAway("away")
        if code not in self.contents:
            return None
        return Aggregate(code, next(_times), dict(self.contents[code]))

    def close(self):
        self.away = True


class Client:
    """A phone: it listens to one address and keeps what it was sent."""

    def __init__(self, stream, path="/v/abc/stream", method="GET", headers=()):
        scope = {"type": "http", "method": method, "path": path, "headers": list(headers)}
        self.sent = []
        self._news = asyncio.Event()
        self.slow = asyncio.Event()
        self.slow.set()
        self._gone = asyncio.Event()
        self.task = asyncio.create_task(stream(scope, self._receive, self._send))

    async def _receive(self):
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message):
        await self.slow.wait()
        self.sent.append(message)
        self._news.set()

    async def leave(self):
        self._gone.set()
        await self.task

    @property
    def status(self):
        return self.sent[0]["status"]

    @property
    def headers(self):
        return dict(self.sent[0]["headers"])

    @property
    def text(self):
        return b"".join(message.get("body", b"") for message in self.sent).decode()

    @property
    def frames(self):
        lines = self.text.splitlines()
        return [json.loads(line[6:]) for line in lines if line.startswith("data: {")]

    async def until(self, number):
        """Wait until so many frames have come."""
        async with asyncio.timeout(5):
            while len(self.frames) < number:
                self._news.clear()
                await self._news.wait()


def hurry(monkeypatch):
    """Let a second last a twentieth, so that tests need not wait."""
    monkeypatch.setattr(hub, "TICK", 0.05)
    monkeypatch.setattr(hub, "GLANCE", 0.01)
    monkeypatch.setattr(hub, "LOOK", 0.25)


def run(coroutine):
    """Run a coroutine to its end and return its result, in a thread of its own.

    A test in a real browser leaves an event loop behind in the thread of the tests.
    """
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, coroutine).result()
