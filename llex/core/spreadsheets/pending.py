"""Keeping an uploaded file between its preview and the confirmation."""

import hashlib
import secrets
from dataclasses import dataclass
from typing import Any, Final

from django.core import signing
from django.core.cache import cache

_SALT: Final = "llex.core.spreadsheets.pending"
# Long enough to read a preview; the file may hold private addresses and is not kept longer.
_SECONDS: Final = 3600


class NotKept(Exception):
    """A file could not be kept until its confirmation."""


@dataclass(frozen=True)
class Pending:
    """A file that waits for its confirmation, and the fingerprint of what was previewed."""

    name: str
    data: bytes
    fingerprint: str


def keep(pending: Pending, *, user: Any, target: str) -> str:
    """Keep a file for an hour. Return a signed token, good for this user and *target* only.

    Raise NotKept where it cannot be kept now.
    """
    key = secrets.token_urlsafe(24)
    cache.set(f"spreadsheet:{key}", (pending.name, pending.data), _SECONDS)
    if cache.get(f"spreadsheet:{key}") is None:
        # The disk is full, or Redis is away: the confirmation would report an expired upload.
        raise NotKept
    return _signed(key, pending, user=user, target=target)


def renew(token: str, pending: Pending, *, user: Any, target: str) -> str:
    """Return a token for a file that is kept already, with another fingerprint.

    *token* is one that `look` accepted. The file is kept for another hour.
    """
    key = signing.loads(token, salt=_SALT)["key"]
    cache.touch(f"spreadsheet:{key}", _SECONDS)
    return _signed(key, pending, user=user, target=target)


def _signed(key: str, pending: Pending, *, user: Any, target: str) -> str:
    claims = {
        "key": key,
        "user": user.pk,
        "target": target,
        "file": hashlib.sha256(pending.data).hexdigest(),
        "fingerprint": pending.fingerprint,
    }
    return signing.dumps(claims, salt=_SALT)


def look(token: str, *, user: Any, target: str) -> Pending | None:
    """Return the file kept under *token*; None when it is gone, altered or another's."""
    try:
        claims = signing.loads(token, salt=_SALT, max_age=_SECONDS)
    except signing.BadSignature:
        return None
    if claims["user"] != user.pk or claims["target"] != target:
        return None
    name, data = cache.get(f"spreadsheet:{claims['key']}") or ("", b"")
    if hashlib.sha256(data).hexdigest() != claims["file"]:
        return None
    return Pending(name, data, claims["fingerprint"])


def take(token: str, *, user: Any, target: str) -> Pending | None:
    """Return what `look` returns, once."""
    found = look(token, user=user, target=target)
    if found is not None:
        drop(token)
    return found


def drop(token: str) -> None:
    """Forget the file kept under a token that `look` accepted."""
    cache.delete(f"spreadsheet:{signing.loads(token, salt=_SALT)['key']}")
