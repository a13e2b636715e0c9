"""Word-by-word differences between two wordings of a text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from diff_match_patch import diff_match_patch

Kind = Literal["same", "removed", "added"]

# Scripts written without spaces are compared by characters, all others by words.
_UNSPACED: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_TOKEN: Final = re.compile(
    rf"\s+|[{_UNSPACED}]|[^\W{_UNSPACED}]+(?:[’'\-][^\W{_UNSPACED}]+)*|.", re.DOTALL
)
# In seconds: a comparison that takes longer is not minimal, but still correct.
_TIMEOUT: Final = 0.5
# In characters: how much unchanged text is shown around a change.
_CONTEXT: Final = 80
# Surrogates are not characters on their own.
_SURROGATES: Final = range(0xD800, 0xE000)
_KINDS: Final[dict[int, Kind]] = {-1: "removed", 0: "same", 1: "added"}


@dataclass(frozen=True, slots=True)
class Change:
    """A run of text that is in both wordings, or only in the earlier or the later one."""

    kind: Kind
    text: str


def differences(before: str, after: str, *, timeout: float = _TIMEOUT) -> list[Change]:
    """Compare two wordings by words; after *timeout* seconds the result need not be minimal.

    The changes that are not added join to *before*, those that are not removed to *after*.
    """
    # Browsers send line ends as CRLF; readers see no difference.
    before, after = (text.replace("\r\n", "\n") for text in (before, after))
    alphabet = _Alphabet()
    first, second = alphabet.write(before), alphabet.write(after)
    comparer = diff_match_patch()
    comparer.Diff_Timeout = timeout
    found = comparer.diff_main(first, second, False)
    comparer.diff_cleanupSemantic(found)
    return [Change(_KINDS[kind], alphabet.read(signs)) for kind, signs in found]


def condensed(changes: list[Change]) -> list[Change]:
    """Return changes with the middle of long unchanged runs left out."""
    last = len(changes) - 1
    return [
        _shortened(change, is_first=number == 0, is_last=number == last)
        for number, change in enumerate(changes)
    ]


def _shortened(change: Change, *, is_first: bool, is_last: bool) -> Change:
    text = change.text
    if change.kind != "same" or len(text) <= 3 * _CONTEXT or (is_first and is_last):
        return change
    # Of several lines only the nearest to a change.
    lines = [line for line in text.split("\n") if line.strip()] or [""]
    near, far = lines[0][:_CONTEXT], lines[-1][-_CONTEXT:]
    head = "" if is_first else near.rpartition(" ")[0] or near
    tail = "" if is_last else far.partition(" ")[2] or far
    end = "\n" if tail and text.endswith("\n") else ""
    return Change("same", f"{head} … {tail}{end}")


def differ(changes: Iterable[Change]) -> bool:
    """Return whether any change is not "same"."""
    return any(change.kind != "same" for change in changes)


class _Alphabet:
    """Map each distinct word to one character, so that comparing characters compares words."""

    def __init__(self) -> None:
        self._signs: dict[str, str] = {}
        self._words: dict[str, str] = {}

    def write(self, text: str) -> str:
        return "".join(self._sign(match[0]) for match in _TOKEN.finditer(text))

    def read(self, signs: str) -> str:
        return "".join(self._words[sign] for sign in signs)

    def _sign(self, word: str) -> str:
        if word not in self._signs:
            sign = self._unused()
            self._signs[word], self._words[sign] = sign, word
        return self._signs[word]

    def _unused(self) -> str:
        number = len(self._signs) + 1
        return chr(number if number < _SURROGATES.start else number + len(_SURROGATES))
