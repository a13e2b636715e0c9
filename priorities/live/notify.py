"""Notification of the live stream about changes of consultations.

Within a process by a number in memory; between processes by a mark in Redis, where there is one.
Voters never wait for Redis: a separate thread writes the marks of all changes together, and gives
up at once if Redis is away. The stream then finds the change by polling.
"""

import atexit
import logging
import time
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from threading import Condition, Lock, Thread
from typing import Any

from django.conf import settings
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry

logger = logging.getLogger(__name__)

# Seconds. Longer than any hall sits, so that a mark does not vanish in the middle of a session.
_KEPT = 24 * 3600
_PATIENCE = 0.5
# Between two marks. The stream looks once a second; a hall that votes would write hundreds.
_REST = 0.1
_REST_WHILE_AWAY = 1.0

_lock = Lock()
_versions: dict[int, int] = {}


def changed(consultation: int) -> None:
    """Note that ballots or the state of *consultation* (its key) have changed. Call on commit."""
    with _lock:
        _versions[consultation] = _versions.get(consultation, 0) + 1
    if settings.REDIS_URL:
        _notifier.notify(settings.REDIS_URL, consultation)


def note_state(key: int, **_signal: Any) -> None:
    """Note that the state of the consultation with this key has changed."""
    changed(key)


def version(consultation: int) -> int:
    """Return a number that grows with each change noted in this process."""
    return _versions.get(consultation, 0)


@dataclass(frozen=True, slots=True)
class ChangeMarks:
    """A mark for each of some consultations, which differs after a change.

    If *complete* is False, changes made by other processes may be missing.
    """

    marks: dict[int, object]
    complete: bool


def change_marks(consultations: Collection[int]) -> ChangeMarks:
    """Return which consultations may have changed, cheaply. Never raise; wait a second at most."""
    local = {key: version(key) for key in consultations}
    if not settings.REDIS_URL or not local:
        return ChangeMarks(dict(local), complete=True)
    try:
        shared = _redis(settings.REDIS_URL).mget([_name(key) for key in local])
    except RedisError:
        return ChangeMarks(dict(local), complete=False)
    marks = zip(local.items(), shared, strict=True)
    return ChangeMarks({key: (number, mark) for (key, number), mark in marks}, complete=True)


def _name(consultation: int) -> str:
    return f"llex:live:{consultation}"


@cache
def _redis(url: str) -> Redis:
    """Return a client that tries a connection twice, since Redis may have been restarted."""
    return Redis.from_url(
        url,
        socket_timeout=_PATIENCE,
        socket_connect_timeout=_PATIENCE,
        retry=Retry(NoBackoff(), 1),
    )


def _mark(url: str, consultations: Collection[int]) -> None:
    """Set new marks in Redis. The time serves, since it also differs after Redis was emptied."""
    pipeline = _redis(url).pipeline(transaction=False)
    for consultation in consultations:
        pipeline.set(_name(consultation), time.time_ns(), ex=_KEPT)
    pipeline.execute()


class _RedisNotifier:
    """The thread that writes marks. The first change in a process starts it."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._waiting: set[int] = set()
        self._url = ""
        self._thread: Thread | None = None
        self._away = False

    def notify(self, url: str, consultation: int) -> None:
        """Have a mark written soon to the Redis at *url*, and return at once."""
        with self._changed:
            self._url = url
            self._waiting.add(consultation)
            if self._thread is None or not self._thread.is_alive():
                if self._thread is None:
                    atexit.register(self._write_last)
                self._thread = Thread(target=self._run, name="live marks", daemon=True)
                self._thread.start()
            self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting)
                changed, self._waiting = self._waiting, set()
            if self._write(changed):
                time.sleep(_REST)
            else:
                # Not to be lost: a stream that still reaches Redis would never learn of it.
                with self._changed:
                    self._waiting |= changed
                time.sleep(_REST_WHILE_AWAY)

    def _write(self, consultations: Collection[int]) -> bool:
        """Write the marks. Return False where Redis is away."""
        try:
            _mark(self._url, consultations)
        except RedisError as error:
            if not self._away:
                logger.warning("Redis is away; the live stream looks for itself: %s", error)
            self._away = True
            return False
        self._away = False
        return True

    def _write_last(self) -> None:
        """Write the marks of a command that ends now."""
        with suppress(RedisError):
            _mark(self._url, _versions)


_notifier = _RedisNotifier()
