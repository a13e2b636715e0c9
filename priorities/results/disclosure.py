"""Disclosure control: figures of small groups of voters are not published on their own.

Where results are split, by language or by region, a group of fewer than five is not disclosed on
its own. Nor can it be calculated by subtracting the other groups from the total, or by knowing this
rule: small groups are combined with the next smallest until

- their sum is no small group itself, and
- they are not all of the same size.

Groups of one size are treated alike, so that any two of those combined could be exchanged
without a trace; as they differ in size, no size of theirs can be known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from django.utils.translation import ngettext

# The smallest group that is disclosed on its own.
LEAST: Final = 5


def is_small(ballots: int) -> bool:
    """Return whether so few people voted that the results may disclose who answered what."""
    return 0 < ballots < LEAST


def few_ballots(ballots: int) -> str:
    """Warn of results of so few ballots."""
    return ngettext(
        "Only %(number)s ballot was cast: the results may tell who answered what.",
        "Only %(number)s ballots were cast: the results may tell who answered what.",
        ballots,
    ) % {"number": ballots}


class DisclosedGroup(NamedTuple):
    """So many *ballots* that have one of these *codes* of languages or regions, together."""

    codes: tuple[str, ...]
    ballots: int


def grouped(by_code: Mapping[str, int]) -> list[DisclosedGroup]:
    """Return the ballots by code as they may be disclosed, the largest group first.

    Return [] if there is nothing to split, or if any split would disclose too much.
    """
    counts = {code: by_code[code] for code in sorted(by_code) if by_code[code]}
    sizes = sorted(set(counts.values()))
    alone = [size for size in sizes if size >= LEAST]
    together = {code: count for code, count in counts.items() if count < LEAST}
    while together and alone and not _is_safe(together):
        least = alone.pop(0)
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
