"""Where the stream reads changes: Django's models and Redis, in a thread of its own."""

import asyncio
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol, TypeVar

from django.db import Error, close_old_connections, connections

from priorities.live import notify
from priorities.live.notify import ChangeMarks
from priorities.live.stream import aggregate
from priorities.live.stream.aggregate import Aggregate

T = TypeVar("T")


class SourceAway(Exception):
    """The database cannot be asked now."""


class Source(Protocol):
    """The interface of what the hub reads from."""

    async def glance(self, consultations: Collection[int]) -> ChangeMarks:
        """Return which consultations may have changed, cheaply."""

    async def read(self, code: str) -> Aggregate | None:
        """Count one consultation; None for an unknown code. Raise SourceAway."""

    def close(self) -> None:
        """Close all connections; nothing is read afterwards."""


class DjangoSource:
    """The site's own database and Redis.

    One thread, so one connection, however many consultations and listeners there are.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="stream")

    async def glance(self, consultations: Collection[int]) -> ChangeMarks:
        return await self._aside(notify.change_marks, consultations)

    async def read(self, code: str) -> Aggregate | None:
        try:
            return await self._aside(_read, code)
        except Error as error:
            raise SourceAway(str(error)) from error

    def close(self) -> None:
        self._thread.submit(connections.close_all)
        self._thread.shutdown(wait=False)

    async def _aside(self, call: Callable[..., T], *arguments: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, call, *arguments)


def _read(code: str) -> Aggregate | None:
    """Read on a connection that is tried before use and given up after an error."""
    close_old_connections()
    try:
        return aggregate.read(code)
    finally:
        close_old_connections()
