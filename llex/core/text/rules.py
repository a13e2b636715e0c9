"""How our Markdown differs from CommonMark: stars inside words, bare addresses."""

import re
from bisect import bisect_left
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

from llex.core.text.links import BareAddress, complete, find_addresses, is_safe_address

# Scripts written without spaces, in which marks may be between letters.
_UNSPACED: Final = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f"
    r"\U00020000-\U0003ffff]"
)
# Here, words such as “and” are written as one with what follows them.
_JOINED: Final = re.compile(r"[\u0600-\u06ff\u0750-\u077f]")


class FileMarkdown(MarkdownIt):
    """The Markdown of a file that is imported."""

    def __init__(self, *rules: str) -> None:
        super().__init__("zero")
        self.enable(rules)
        self.inline.ruler.at("emphasis", _emphasis)
        self.inline.ruler.at("text", _text)
        self.inline.ruler.before("text", "bare_address", _bare_address)

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802 - markdown-it's name
        return link


class TypedMarkdown(FileMarkdown):
    """The Markdown that people type: a link that leads nowhere stays as it is, with its address."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - markdown-it's name
        return complete(url)

    def validateLink(self, url: str) -> bool:  # noqa: N802 - markdown-it's name
        return is_safe_address(url)


def _emphasis(state: StateInline, silent: bool) -> bool:
    """Parse * and _ as marks, but inside a word as letters: Bürger*innen, snake_case."""
    marker = state.src[state.pos]
    if silent or marker not in "*_":
        return False
    scanned = state.scanDelims(state.pos, _may_split(state, marker))
    for _number in range(scanned.length):
        token = state.push("text", "", 0)
        token.content = marker
        state.delimiters.append(
            Delimiter(
                marker=ord(marker),
                length=scanned.length,
                token=len(state.tokens) - 1,
                end=-1,
                open=scanned.can_open,
                close=scanned.can_close,
            )
        )
    state.pos += scanned.length
    return True


def _may_split(state: StateInline, marker: str) -> bool:
    end = state.pos
    while end < state.posMax and state.src[end] == marker:
        end += 1
    around = state.src[max(state.pos - 1, 0) : state.pos] + state.src[end : end + 1]
    if marker == "_":
        return False
    joined = end - state.pos > 1 and _JOINED.search(around)
    return bool(joined or _UNSPACED.search(around))


def _bare_address(state: StateInline, silent: bool) -> bool:
    """Make a link of an address that is typed as it is."""
    address = _next_address(state)
    if address is None or address.start != state.pos or address.end > state.posMax:
        return False
    shown = state.src[address.start : address.end]
    if not silent:
        if state.linkLevel:
            state.pending += shown
        else:
            opening = state.push("link_open", "a", 1)
            opening.attrs = {"href": address.href}
            state.push("text", "", 0).content = shown
            state.push("link_close", "a", -1)
    state.pos = address.end
    return True


def _text(state: StateInline, silent: bool) -> bool:
    """Take what comes before the next mark or address."""
    found = state.md.inline.terminator_re.search(state.src, state.pos)
    end = found.start() if found else state.posMax
    address = _next_address(state)
    if address is not None and state.pos < address.start < end:
        end = address.start
    if end == state.pos:
        return False
    if not silent:
        state.pending += state.src[state.pos : end]
    state.pos = end
    return True


def _next_address(state: StateInline) -> BareAddress | None:
    """Return the first address that begins here or later. They are looked for once per text."""
    found: dict[str, list[BareAddress]] = state.env.setdefault("addresses", {})
    if state.src not in found:
        found[state.src] = list(find_addresses(state.src))
    addresses = found[state.src]
    place = bisect_left(addresses, state.pos, key=lambda one: one.start)
    return addresses[place] if place < len(addresses) else None
