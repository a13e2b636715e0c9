"""Two editions of a note side by side: all that readers read, paragraph by paragraph."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from rapidfuzz.fuzz import ratio

from llex.core.text.differences import Change, differ, differences
from sessions_app.briefing import phrases
from sessions_app.briefing.document import Document
from sessions_app.briefing.edition_changes import texts_by_key
from sessions_app.briefing.edition_facts import fact_lines

# In seconds, for a whole note: what is compared later is correct, but not as short as it could be.
_SECONDS: Final = 2.0
_LEAST: Final = 0.01
# Paragraphs that are this alike, of 100, are one that was worded otherwise.
_ALIKE: Final = 45
# Longer texts are compared paragraph by paragraph in their order.
_MOST_PAIRS: Final = 3600


@dataclass(frozen=True, slots=True)
class ComparedPassage:
    """A paragraph or line of a note in both editions."""

    changes: tuple[Change, ...]
    is_changed: bool


@dataclass(frozen=True, slots=True)
class ComparedPassages:
    """Successive passages at one *place*, all changed or all not; unchanged ones may have more."""

    place: str
    passages: tuple[ComparedPassage, ...]
    is_changed: bool


def compare_editions(
    before: Document, after: Document, *, seconds: float = _SECONDS
) -> list[ComparedPassages]:
    """Return the passages of both editions in the order of *after*, in the language of the note.

    What is gone comes last. After *seconds* differences need not be the shortest.
    """
    ends = time.monotonic() + seconds
    with phrases.activate_language(after):
        old, new = _paragraphs(before), _paragraphs(after)
        found = [
            (place, passage)
            for key in [*new, *(key for key in old if key not in new)]
            for place in [(new.get(key) or old[key])[0]]
            for passage in _compare(_lines(old, key), _lines(new, key), ends)
        ]
    return [
        ComparedPassages(place, tuple(passage for _place, passage in group), is_changed)
        for (is_changed, place), group in groupby(found, _grouped)
    ]


def _grouped(found: tuple[str, ComparedPassage]) -> tuple[bool, str]:
    """Return what passages shown together share: those without a change may be of any place."""
    place, passage = found
    return passage.is_changed, place if passage.is_changed else ""


def _paragraphs(document: Document) -> dict[Any, tuple[str, list[str]]]:
    """Return the place and the lines of each text and fact, by what is the same in all editions."""
    found: dict[Any, tuple[str, list[str]]] = {
        key: (one.place, _split(one.plain)) for key, one in texts_by_key(document).items()
    }
    for fact in fact_lines(document):
        lines = [line for line in fact.lines if line]
        if lines:
            found[fact.kind, fact.key] = (fact.place, lines)
    return found


def _lines(texts: Mapping[Any, tuple[str, list[str]]], key: Any) -> list[str]:
    return texts[key][1] if key in texts else []


def _split(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _compare(before: Sequence[str], after: Sequence[str], ends: float) -> Iterator[ComparedPassage]:
    for old, new in _aligned(before, after):
        timeout = max(_LEAST, ends - time.monotonic())
        changes = tuple(differences(old, new, timeout=timeout))
        yield ComparedPassage(changes, differ(changes))


def _aligned(before: Sequence[str], after: Sequence[str]) -> list[tuple[str, str]]:
    """Pair paragraphs in their order, the most alike ones; "" faces what has no counterpart."""
    if len(before) * len(after) > _MOST_PAIRS:
        count = max(len(before), len(after))
        padded = ([*one, *[""] * (count - len(one))] for one in (before, after))
        return list(zip(*padded, strict=True))
    best = _best_sums(before, after)
    pairs = []
    here, there = 0, 0
    while here < len(before) and there < len(after):
        if best[here][there] == best[here + 1][there]:
            pairs.append((before[here], ""))
            here += 1
        elif best[here][there] == best[here][there + 1]:
            pairs.append(("", after[there]))
            there += 1
        else:
            pairs.append((before[here], after[there]))
            here, there = here + 1, there + 1
    pairs += [(old, "") for old in before[here:]]
    return [*pairs, *(("", new) for new in after[there:])]


def _best_sums(before: Sequence[str], after: Sequence[str]) -> list[list[float]]:
    """Return the greatest likeness of the paragraphs from each pair of places on."""
    best = [[0.0] * (len(after) + 1) for _row in range(len(before) + 1)]
    for here in reversed(range(len(before))):
        for there in reversed(range(len(after))):
            alike = ratio(before[here], after[there], score_cutoff=_ALIKE)
            pair = alike + best[here + 1][there + 1] if alike else 0.0
            best[here][there] = max(pair, best[here + 1][there], best[here][there + 1])
    return best
