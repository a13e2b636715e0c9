"""Addresses that are typed into a text as they are: where each begins and ends, and leads to."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import urlsplit

_SCHEMES: Final = frozenset({"http", "https", "mailto"})
# What no address holds as it is: spaces, brackets of markup, and the punctuation of Arabic and
# Chinese, which follows an address without a space.
_ENDS: Final = (
    r"\s<>\"\\`{}|^\u00a0\u060c\u061b\u061f\u066c\u06d4\u200b\u2018-\u201f\u2026\u2039\u203a\u00ab\u00bb"
    r"\u3000-\u3011\u3014-\u301f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff3e\uff5b-\uff65"
)
_LABEL: Final = r"[^\W_](?:[\w-]*[^\W_])?"
# The last part of a name is ASCII or has none of it, so that “x.org的” ends before the Chinese.
_TOP: Final = r"(?:xn--[a-z0-9-]+|[a-z]{2,}|[^\W\d_a-z]{2,})"
_HOST: Final = rf"(?:{_LABEL}\.)+?{_TOP}(?![a-z0-9-]|\.[^\W_])"
_NUMBERS: Final = r"\d{1,3}(?:\.\d{1,3}){3}"
_REST: Final = rf"(?::\d{{1,5}})?(?:[/?#][^{_ENDS}]*)?"
_ADDRESS: Final = re.compile(
    rf"(?<![a-z0-9])https?://(?:{_HOST}|{_NUMBERS}){_REST}"
    rf"|(?<![a-z0-9@/._%+-])www\.{_HOST}{_REST}"
    rf"|(?<![\w@/.%+:-])[\w](?:[\w.%+-]{{0,62}}[\w%+-])?@{_HOST}",
    re.IGNORECASE,
)
_TRAILING: Final = frozenset(".,;:!?'*_~·")
_BRACKETS: Final = {")": "(", "]": "["}


class BareAddress(NamedTuple):
    """Where an address is in its text, and where it leads."""

    start: int
    end: int
    href: str


def is_safe_address(href: str) -> bool:
    """Whether *href* may become a link: http and https with a host, or mailto."""
    try:
        parts = urlsplit(href.strip())
    except ValueError:
        return False
    if parts.scheme not in _SCHEMES:
        return False
    return bool(parts.path) if parts.scheme == "mailto" else bool(parts.netloc)


def find_addresses(text: str) -> Iterator[BareAddress]:
    """Yield the web and mail addresses in *text*, without the punctuation that follows them."""
    for match in _ADDRESS.finditer(text):
        address = _without_trailing(match[0])
        yield BareAddress(match.start(), match.start() + len(address), complete(address))


def complete(address: str) -> str:
    """Return where a typed address leads: with its scheme, which may have been left out."""
    address = address.strip()
    match = _ADDRESS.fullmatch(address)
    if match is None or "://" in address[: len("https://")]:
        return address
    if address[: len("www.")].lower() == "www.":
        return f"https://{address}"
    return f"mailto:{address}"


def _without_trailing(address: str) -> str:
    """Return *address* without punctuation of its sentence; brackets stay where they are closed."""
    while address:
        last = address[-1]
        opening = _BRACKETS.get(last)
        unbalanced = opening is not None and address.count(last) > address.count(opening)
        if last not in _TRAILING and not unbalanced:
            break
        address = address[:-1]
    return address
