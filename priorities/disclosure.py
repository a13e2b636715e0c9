"""What may be told of small groups of voters: nothing that could point to one of them.

Where results are split, here by language, a group of fewer than five is not told on its own. Nor
may it be found out by taking the other groups from the total: groups that are too small are told
together with the next smallest, until their sum says nothing about any one of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

# The smallest group that is told on its own.
LEAST: Final = 5


class Group(NamedTuple):
    """So many *ballots* cast in these *languages*, together."""

    languages: tuple[str, ...]
    ballots: int


def grouped(by_language: Mapping[str, int]) -> list[Group]:
    """Return the ballots by language as they may be told, the largest group first.

    Return nothing where there is nothing to split, or so few ballots that any split would tell.
    """
    counts = {code: count for code, count in by_language.items() if count}
    small = sorted(counts, key=lambda code: (counts[code], code))
    together: list[str] = []
    while small and (counts[small[0]] < LEAST or not _is_safe(together, counts)):
        together.append(small.pop(0))
    if len(counts) == 1 or not _is_safe(together, counts):
        return []
    groups = [Group((code,), counts[code]) for code in reversed(small)]
    if together:
        groups.append(Group(tuple(sorted(together)), sum(counts[code] for code in together)))
    return groups


def languages_told(by_language: Mapping[str, int]) -> tuple[str, ...]:
    """Return the languages people voted in, or none where fewer than five people voted."""
    counts = {code: count for code, count in by_language.items() if count}
    return tuple(counts) if sum(counts.values()) >= LEAST else ()


def _is_safe(together: list[str], counts: Mapping[str, int]) -> bool:
    """Tell whether the sum of these groups leaves open how large each of them is.

    One group alone would be told; so would groups of which each must be a single ballot.
    """
    total = sum(counts[code] for code in together)
    return not together or (len(together) > 1 and total >= LEAST and total > len(together))
