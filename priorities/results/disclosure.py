"""What may be told of small groups of voters: nothing that could point to one of them.

Where results are split, here by language, a group of fewer than five is not told on its own. Nor
may it be found out by taking the other groups from the total, or by knowing this rule: small groups
are told together with the next smallest until

- their sum is no small group itself, and
- they are not all of the same size.

Groups of one size are treated alike, so that any two of those told together could change places
without a trace; as they differ in size, no size of theirs can be known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from django.utils.translation import ngettext

# The smallest group that is told on its own.
LEAST: Final = 5


def is_small(ballots: int) -> bool:
    """Return whether so few people voted that the results may tell who answered what."""
    return 0 < ballots < LEAST


def few_ballots(ballots: int) -> str:
    """Warn of results of so few ballots."""
    return ngettext(
        "Only %(number)s ballot was cast: the results may tell who answered what.",
        "Only %(number)s ballots were cast: the results may tell who answered what.",
        ballots,
    ) % {"number": ballots}


class DisclosedGroup(NamedTuple):
    """So many *ballots* cast in these *languages*, together."""

    languages: tuple[str, ...]
    ballots: int


def grouped(by_language: Mapping[str, int]) -> list[DisclosedGroup]:
    """Return the ballots by language as they may be told, the largest group first.

    Return nothing where there is nothing to split, or where any split would tell too much.
    """
    counts = {code: by_language[code] for code in sorted(by_language) if by_language[code]}
    sizes = sorted(set(counts.values()))
    told = [size for size in sizes if size >= LEAST]
    together = {code: count for code, count in counts.items() if count < LEAST}
    while together and told and not _is_safe(together):
        least = told.pop(0)
        together |= {code: count for code, count in counts.items() if count == least}
    if len(counts) == 1 or len(together) == len(counts):
        return []
    groups = [
        DisclosedGroup((code,), count) for code, count in counts.items() if code not in together
    ]
    if together:
        groups.append(DisclosedGroup(tuple(sorted(together)), sum(together.values())))
    return sorted(groups, key=lambda group: -group.ballots)


def languages_told(by_language: Mapping[str, int]) -> tuple[str, ...]:
    """Return the languages people voted in, or none where fewer than five people voted."""
    counts = {code: count for code, count in by_language.items() if count}
    return tuple(counts) if sum(counts.values()) >= LEAST else ()


def _is_safe(together: Mapping[str, int]) -> bool:
    return sum(together.values()) >= LEAST and len(set(together.values())) > 1
