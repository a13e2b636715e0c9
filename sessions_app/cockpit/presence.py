"""The readers of a session's page now. Kept in the cache alone, for less than a minute."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.core.cache import cache
from django.utils.timezone import now

# A page reports itself every 20 seconds (static/js/admin/cockpit.js).
LIFETIME: Final = 50


@dataclass(frozen=True, slots=True)
class Reader:
    """Someone with the page open, and the *part* of it that they are in, or nothing."""

    name: str
    part: str = ""


def report(session: int, user: Any, part: str) -> list[Reader]:
    """Note that *user* is on the page, and return the others who are."""
    known = _present(session)
    known[str(user.pk)] = {"name": str(user), "part": part, "at": now().timestamp()}
    cache.set(_key(session), known, LIFETIME)
    return _others(known, user)


def others(session: int, user: Any) -> list[Reader]:
    """Return who has the page open besides *user*."""
    return _others(_present(session), user)


def _present(session: int) -> dict[str, dict[str, Any]]:
    alive = now().timestamp() - LIFETIME
    known: Mapping[str, Any] = cache.get(_key(session)) or {}
    return {key: one for key, one in known.items() if one["at"] > alive}


def _others(known: Mapping[str, Mapping[str, Any]], user: Any) -> list[Reader]:
    readers = [
        Reader(one["name"], one["part"]) for key, one in known.items() if key != str(user.pk)
    ]
    return sorted(readers, key=lambda reader: reader.name)


def _key(session: int) -> str:
    return f"cockpit-readers-{session}"
