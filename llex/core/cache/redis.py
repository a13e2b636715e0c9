"""Redis as a cache that may be away: pages get slower then, and nothing fails.

Without this, log-in would fail with Redis: allauth counts tries under a lock in the cache.
"""

import logging
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any, Final

from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.locmem import LocMemCache
from django_redis.cache import RedisCache
from redis import RedisError

# Seconds for which Redis is not asked after it has failed, so that a silent one costs little.
_PAUSE: Final = 1.0

logger = logging.getLogger(__name__)


class _Pause:
    """How long the Redis at one address is left alone; all threads of a process share it."""

    def __init__(self) -> None:
        self._until = 0.0
        self._is_away = False

    def is_over(self) -> bool:
        return time.monotonic() >= self._until

    def begin(self, error: RedisError) -> None:
        if not self._is_away:
            # Its message may name the server and its password.
            logger.warning("Redis is away (%s); pages are slower.", type(error).__name__)
        self._is_away = True
        self._until = time.monotonic() + _PAUSE

    def end(self) -> None:
        if self._is_away:
            logger.warning("Redis is back.")
        self._is_away = False


_pauses: defaultdict[str, _Pause] = defaultdict(_Pause)


class _RedisWithStandIn(RedisCache[Any]):
    """Redis, and a cache of this process while Redis is away."""

    stand_in: type[LocMemCache] | type[DummyCache]

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._own = _make(self.stand_in, params)
        self._pause = _pauses[server]

    def _ask(self, method: str, *args: Any, **kwargs: Any) -> Any:
        if self._pause.is_over():
            try:
                answer = getattr(RedisCache, method)(self, *args, **kwargs)
            except RedisError as error:
                self._pause.begin(error)
            else:
                self._pause.end()
                return answer
        return getattr(self._own, method)(*args, **kwargs)


def _asks(method: str) -> Callable[..., Any]:
    def ask(self: _RedisWithStandIn, *args: Any, **kwargs: Any) -> Any:
        return self._ask(method, *args, **kwargs)

    ask.__name__ = method
    return ask


for _method in (
    "add", "clear", "decr", "delete", "delete_many", "get", "get_many", "has_key", "incr",
    "incr_version", "set", "set_many", "touch",
):  # fmt: skip
    setattr(_RedisWithStandIn, _method, _asks(_method))


class RedisOrMemory(_RedisWithStandIn):
    """While Redis is away each process remembers for itself: for counts, locks and copies."""

    stand_in = LocMemCache


class RedisOrNothing(_RedisWithStandIn):
    """While Redis is away nothing is known: for what is only true when all processes see it."""

    stand_in = DummyCache


def _make(
    stand_in: Callable[[str, dict[str, Any]], BaseCache], params: dict[str, Any]
) -> BaseCache:
    options = {"TIMEOUT": params.get("TIMEOUT", 300), "KEY_PREFIX": params.get("KEY_PREFIX", "")}
    return stand_in("while Redis is away", options)
