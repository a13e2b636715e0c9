"""Means of scores and shares of ballots, and how they are drawn and written.

The bar of a mean begins at the lowest score and ends at the highest.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from llex.core.languages.numbers import number


def mean(distribution: Sequence[int]) -> float | None:
    """Return the mean score of *distribution* with two decimals, exact halves rounded up."""
    answers = sum(distribution)
    if not answers:
        return None
    total = sum(score * count for score, count in enumerate(distribution, start=1))
    # In whole numbers, because 4.125 has no exact half left once it is a float.
    return (200 * total + answers) // (2 * answers) / 100


def change(mean: float | None, before: float | None) -> float | None:
    """Return by how much a mean has changed, None where there is nothing to compare."""
    return None if mean is None or before is None else round(mean - before, 2)


def reach(mean: float | None, scale: int) -> float:
    """Return how far *mean* is from the lowest score to the highest, from 0 to 1."""
    return 0.0 if mean is None else (mean - 1) / (scale - 1)


def percent(mean: float | None, scale: int) -> float:
    """Return the length of the bar of *mean* in a drawing that is 100 wide."""
    return round(100 * reach(mean, scale), 1)


def ticks(scale: int) -> list[float]:
    """Return where the scores between the ends are, from 0 to 1."""
    return [score / (scale - 1) for score in range(1, scale - 1)]


def tick_path(scale: int, height: int = 10) -> str:
    """Return the ticks as the commands of an SVG path in a drawing 100 wide and *height* high."""
    return "".join(f"M{round(100 * place, 2):g} 0v{height}" for place in ticks(scale))


def scale_lines(scale: int, height: int) -> str:
    """Return a line at each score as the commands of an SVG path in a drawing 100 wide."""
    return f"M0 0v{height}M100 0v{height}{tick_path(scale, height)}"


def scale_text(scale: int, low: object, high: object) -> str:
    """Explain a scale, with the labels of its ends if it has both."""
    ends = {"low": low, "high": high, "scale": number(scale)}
    if low and high:
        return _("Scale from 1 (%(low)s) to %(scale)s (%(high)s)") % ends
    return _("Scale from 1 to %(scale)s") % ends


def percentage(count: int, ballots: int) -> float:
    """Return the share of *ballots* that *count* is, out of 100, with one decimal."""
    return round(100 * count / ballots, 1) if ballots else 0.0


def percentage_text(count: int, ballots: int) -> str:
    """Return the share of *ballots* that *count* is, in whole percent, halves rounded up."""
    whole = (200 * count + ballots) // (2 * ballots) if ballots else 0
    return percent_pattern().replace("{n}", str(whole))


def percent_pattern() -> str:
    """Return how a number of percent is written, with {n} for the number."""
    return _("{n}%")
