"""What changed between two wordings of a text, word by word."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from diff_match_patch import diff_match_patch

Kind = Literal["same", "removed", "added"]

# Scripts that are written without spaces are compared sign by sign, everything else by words.
_UNSPACED: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_TOKEN: Final = re.compile(
    rf"\s+|[{_UNSPACED}]|[^\W{_UNSPACED}]+(?:[’'\-][^\W{_UNSPACED}]+)*|.", re.DOTALL
)
# A comparison that takes longer gives up being minimal, in seconds; the answer stays right.
_PATIENCE: Final = 0.5
# So much of what both texts share is shown beside what differs, in characters.
_CONTEXT: Final = 80
# Signs that stand for nothing alone.
_SURROGATES: Final = range(0xD800, 0xE000)
_KINDS: Final[dict[int, Kind]] = {-1: "removed", 0: "same", 1: "added"}


@dataclass(frozen=True, slots=True)
class Change:
    """A run of text that both wordings have, or only the earlier or the later one."""

    kind: Kind
    text: str


def differences(before: str, after: str) -> list[Change]:
    """Compare two wordings by words. Joined up, what is not added is *before* and vice versa."""
    # Line ends come as the browser sends them; a reader does not see the difference.
    before, after = (text.replace("\r\n", "\n") for text in (before, after))
    alphabet = _Alphabet()
    first, second = alphabet.write(before), alphabet.write(after)
    comparer = diff_match_patch()
    comparer.Diff_Timeout = _PATIENCE
    found = comparer.diff_main(first, second, False)
    comparer.diff_cleanupSemantic(found)
    return [Change(_KINDS[kind], alphabet.read(signs)) for kind, signs in found]


def condensed(changes: list[Change]) -> list[Change]:
    """Return changes with the middle of long runs that both texts share left out.

    What differs is seen at once then, also at the end of a long text.
    """
    last = len(changes) - 1
    return [
        _shortened(change, is_first=number == 0, is_last=number == last)
        for number, change in enumerate(changes)
    ]


def _shortened(change: Change, *, is_first: bool, is_last: bool) -> Change:
    text = change.text
    if change.kind != "same" or len(text) <= 3 * _CONTEXT or (is_first and is_last):
        return change
    # Of several lines the nearest, so that the room is left to what differs.
    lines = [line for line in text.split("\n") if line.strip()] or [""]
    near, far = lines[0][:_CONTEXT], lines[-1][-_CONTEXT:]
    head = "" if is_first else near.rpartition(" ")[0] or near
    tail = "" if is_last else far.partition(" ")[2] or far
    end = "\n" if tail and text.endswith("\n") else ""
    return Change("same", f"{head} … {tail}{end}")


def differ(changes: Iterable[Change]) -> bool:
    """Tell whether there is any difference."""
    return any(change.kind != "same" for change in changes)


class _Alphabet:
    """One sign per different word, so that a comparison of signs is one of words."""

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
