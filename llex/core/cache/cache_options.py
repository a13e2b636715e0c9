"""The caches of the site. Read while the settings are: it imports nothing that needs them."""

from pathlib import Path
from typing import Any

# Seconds for which Redis is waited for.
_PATIENCE = 1


def configuration(redis_url: str, folder: Path) -> dict[str, dict[str, Any]]:
    """Return Django's CACHES, in Redis where *redis_url* names one, else in a *folder*.

    A folder is shared by all processes, so that a command in another process (publish) is seen by
    the server at once, as an in-process cache would not be.
    """
    return {
        # Shared by all processes; each uses its own memory while Redis is away.
        "default": _store("RedisOrMemory", redis_url, folder),
        # The same store, for what is only true when all processes see it: nothing is known while
        # Redis is away.
        "shared": _store("RedisOrNothing", redis_url, folder),
        # Maps of cities as they were drawn, apart from the pages so that neither drives the other
        # out.
        "maps": _memory("maps", 200),
        # Rendered pages of editions: immutable under their keys, so each process may keep its own.
        "pages": _memory("pages", 500),
    }


def _store(backend: str, redis_url: str, folder: Path) -> dict[str, Any]:
    if not redis_url:
        return {
            "BACKEND": "llex.core.cache.file_cache.ForgivingFileCache",
            "LOCATION": str(folder),
            "OPTIONS": {"MAX_ENTRIES": 10_000},
        }
    return {
        "BACKEND": f"llex.core.cache.redis.{backend}",
        "LOCATION": redis_url,
        "OPTIONS": {"SOCKET_CONNECT_TIMEOUT": _PATIENCE, "SOCKET_TIMEOUT": _PATIENCE},
    }


def _memory(name: str, most: int) -> dict[str, Any]:
    return {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": name,
        "OPTIONS": {"MAX_ENTRIES": most},
    }
