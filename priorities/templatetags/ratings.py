"""Ratings over time as drawings of 100 by 100, and their numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import template

from llex.core.languages.numbers import number
from priorities.results.scales import percent_pattern, percentage_text, tick_path
from priorities.results.trends import Result, Span

register = template.Library()
register.filter("number", number)
register.filter("ticks", tick_path)
register.filter("of_ballots", percentage_text)
register.simple_tag(percent_pattern, name="percent_pattern")


@dataclass(frozen=True, slots=True)
class Trend:
    """A line through *points*, as the commands of an SVG path, and each point as a path."""

    line: str
    points: list[str]


@dataclass(frozen=True, slots=True)
class Score:
    """So many answers gave this score; *share* is their part of the most frequent, in percent."""

    score: int
    count: int
    share: float


@register.filter
def trend(results: Sequence[Result | None], span: Span) -> Trend:
    """Lay out the means of a service, one step per session, in a drawing of 100 by 100.

    *span* are the shares at its lower and its upper edge.
    """
    low, high = span
    step = 100 / max(len(results), 1)
    # A little room, so that a point at the end of the scale is not cut off.
    rise = 84 / (high - low)
    places = [
        f"{round(step * (position + 0.5), 2)} {round(92 - rise * (result.share - low), 2)}"
        for position, result in enumerate(results)
        if result and result.mean is not None
    ]
    # A line of no length with round ends is a dot, however the drawing is stretched.
    return Trend("M" + " L".join(places) if places else "", [f"M{place} h0" for place in places])


@register.filter
def percent(share: float) -> float:
    """Return a share of one in percent."""
    return round(100 * share, 1)


@register.filter
def scores(result: Result) -> list[Score]:
    """Return the answers per score, the highest score first."""
    most = max(result.distribution, default=0) or 1
    counted = [
        Score(score, count, round(100 * count / most, 1))
        for score, count in enumerate(result.distribution, start=1)
    ]
    return counted[::-1]


@register.filter
def mean(value: float | None) -> str:
    """Return a mean with the two decimals that ranks are made of, or a dash without answers."""
    return "–" if value is None else number(value, 2)
