"""Web and e-mail addresses in plain text, which become links."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from markdown_it.common.normalize_url import normalizeLink

_SCHEMES: Final = frozenset({"http", "https", "mailto"})
# Characters that end an address: spaces, brackets of markup, and the punctuation of Arabic and
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
# What each address has in it: most texts have none, and are not looked through.
_SIGN: Final = re.compile(r"://|www\.|@", re.IGNORECASE)
# The name of a site, as people write it: care.bogota.gov.co, uclg.org/water.
_SITE: Final = re.compile(
    r"(?<![\w@])(?:[a-z0-9-]+\.)+(?:org|com|net|int|gov|edu|info|eu|[a-z]{2})(?![\w-])(?:/[^\s)\]]*)?"
)
_SIGN_OF_SITE: Final = re.compile(r"[a-z0-9-]\.[a-z]")
_TRAILING: Final = frozenset(".,;:!?'*_~·")
_BRACKETS: Final = {")": "(", "]": "["}


class BareAddress(NamedTuple):
    """The position of an address in its text, and its URL."""

    start: int
    end: int
    href: str


def is_safe_address(href: str) -> bool:
    """Return whether *href* may become a link: http and https with a host, or mailto."""
    try:
        parts = urlsplit(href.strip())
    except ValueError:
        return False
    if parts.scheme not in _SCHEMES:
        return False
    return bool(parts.path) if parts.scheme == "mailto" else bool(parts.netloc)


def find_addresses(text: str) -> Iterator[BareAddress]:
    """Yield the web and mail addresses in *text*, without the punctuation that follows them."""
    for match in _ADDRESS.finditer(text) if _SIGN.search(text) else ():
        address = _without_trailing(match[0])
        yield BareAddress(match.start(), match.start() + len(address), complete(address))


@lru_cache(maxsize=4096)
def without_addresses(text: str) -> str:
    """Return *text* with spaces in place of addresses and names of sites, as long as it was."""
    for address in find_addresses(text):
        text = text[: address.start] + " " * (address.end - address.start) + text[address.end :]
    if not _SIGN_OF_SITE.search(text):
        return text
    return _SITE.sub(lambda match: " " * len(match[0]), text)


def complete(address: str) -> str:
    """Return the URL of a typed address, whose scheme may have been left out."""
    address = address.strip()
    if _ADDRESS.fullmatch(address) and "://" not in address[: len("https://")]:
        scheme = "https://" if address[: len("www.")].lower() == "www." else "mailto:"
        address = scheme + address
    return normalizeLink(address)


def href_of(text: str) -> str:
    """Return the URL of *text* if all of it is an address, else ""."""
    href = complete(text)
    return href if is_safe_address(href) and not set(text.strip()) & set("<> \n") else ""


def _without_trailing(address: str) -> str:
    """Return *address* without the sentence's punctuation; balanced brackets stay."""
    open_less_closed = {
        closing: address.count(opening) - address.count(closing)
        for closing, opening in _BRACKETS.items()
    }
    end = len(address)
    while end:
        last = address[end - 1]
        if last in _BRACKETS and open_less_closed[last] < 0:
            open_less_closed[last] += 1
        elif last not in _TRAILING:
            break
        end -= 1
    return address[:end]
