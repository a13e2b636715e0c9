"""Hiding what lets anybody in: personal links and codes."""

import re
from collections.abc import Iterable
from typing import Final

from llex.core.monitoring.logs import without_links

MASK: Final = "…"
# The part of an address that allauth makes for a new password.
_RESET: Final = re.compile(r"(/password/reset/key/)[^/\s\"<]+")


def masked(text: str, secrets: Iterable[str] = ()) -> str:
    """Return *text* without the secret part of personal links, and without the *secrets*."""
    text = _RESET.sub(rf"\1{MASK}", without_links(text))
    for secret in filter(None, secrets):
        text = text.replace(secret, MASK)
    return text
