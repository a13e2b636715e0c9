"""How many gave each score, as a strip that is divided in shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from llex.core.languages.numbers import number
from llex.core.languages.phrases import join_items, labelled
from priorities.results.scales import percentage, percentage_text

# The lowest score is drawn this faint, the highest in the full colour.
_FAINTEST: Final = 0.08


@dataclass(frozen=True, slots=True)
class Segment:
    """The answers that gave one score, in a strip 100 wide; higher scores are darker."""

    score: int
    count: int
    x: float
    width: float
    opacity: float


def segments(distribution: Sequence[int]) -> list[Segment]:
    """Return the parts of a strip, the lowest score first; none without answers."""
    answers, before, found = sum(distribution), 0, []
    for score, count in enumerate(distribution, start=1):
        if count:
            x, end = percentage(before, answers), percentage(before + count, answers)
            shade = opacity(score, len(distribution))
            found.append(Segment(score, count, x, round(end - x, 1), shade))
        before += count
    return found


def opacity(score: int, scale: int) -> float:
    """Return how strongly a score is coloured, up to 1."""
    return round(_FAINTEST + (1 - _FAINTEST) * (score - 1) / max(scale - 1, 1), 2)


def spread_text(distribution: Sequence[int]) -> str:
    """Return the share of each score in words, for those who do not see the strip."""
    answers = sum(distribution)
    if not answers:
        return _("no answer")
    shares = (
        labelled(number(score), percentage_text(count, answers))
        for score, count in enumerate(distribution, start=1)
    )
    return _("Answers per score: %(shares)s") % {"shares": join_items(shares)}


def signed(change: float) -> str:
    """Return a change of a mean with its sign."""
    figure = number(abs(change), 2)
    if not change:
        return figure
    # The sign stays in front of the figure where the line is written from right to left.
    return f"\u200e+{figure}" if change > 0 else f"\u200e\u2212{figure}"
