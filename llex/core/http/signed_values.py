"""Values in an address that only this site can have written, each for one row of one kind."""

from typing import Final
from uuid import UUID

from django.core import signing

_SEPARATOR: Final = "."


def signed_value(kind: str, key: UUID | int, value: object) -> str:
    """Return *value* with a signature that holds for the row *key* of a *kind* alone."""
    return _signer(kind, key).sign(str(value))


def read_signed(kind: str, key: UUID | int, token: str) -> str:
    """Return the value that `signed_value` signed, or "" for a forged, cut or foreign *token*."""
    try:
        return _signer(kind, key).unsign(token)
    except signing.BadSignature:
        return ""


def _signer(kind: str, key: UUID | int) -> signing.Signer:
    return signing.Signer(sep=_SEPARATOR, salt=f"{kind}:{key}")
