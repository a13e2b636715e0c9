"""How scores spread: a strip divided in shares, and a band around the middle half of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from django.utils.translation import gettext as _

from llex.core.languages.numbers import number
from llex.core.languages.phrases import join_items, labelled
from priorities.results.scales import percentage, percentage_text, reach

# The lowest score is drawn this faint, the highest in the full colour.
_FAINTEST: Final = 0.08
# Half the width of a band between equal scores, in a drawing that is 100 wide.
_HALF_A_LINE: Final = 1


@dataclass(frozen=True, slots=True)
class Band:
    """The scores between which the middle half of the answers is, out of *scale*.

    In a drawing that is 100 wide, it begins at *x*; equal scores still have a *width*.
    """

    low: int
    high: int
    scale: int

    @classmethod
    def around(cls, distribution: Sequence[int]) -> Band:
        """Return the band of answers, of which there must be some."""
        low, high = (_score_at(distribution, share) for share in (0.25, 0.75))
        return cls(low, high, len(distribution))

    @property
    def x(self) -> float:
        return round(max(0.0, 100 * reach(self.low, self.scale) - _HALF_A_LINE), 1)

    @property
    def width(self) -> float:
        end = min(100.0, 100 * reach(self.high, self.scale) + _HALF_A_LINE)
        return round(end - self.x, 1)


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


def _score_at(distribution: Sequence[int], share: float) -> int:
    """Return the score that a *share* of the answers does not exceed."""
    reached = accumulate(distribution)
    needed = share * sum(distribution)
    return next(score for score, count in enumerate(reached, start=1) if count >= needed)


def band_text(mean: float | None, band: Band) -> str:
    """Return a mean and its band in words, for those who do not see the drawing."""
    values = {
        "mean": "–" if mean is None else number(mean, 2),
        "scale": number(band.scale),
        "low": number(band.low),
        "high": number(band.high),
    }
    if band.low == band.high:
        return _("Mean %(mean)s out of %(scale)s; at least half of the ballots: %(low)s") % values
    return (
        _("Mean %(mean)s out of %(scale)s; the middle half of the ballots: %(low)s to %(high)s")
        % values
    )


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
