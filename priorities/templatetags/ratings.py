"""Ratings over time as drawings of 100 by 100, and their numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import template

from llex.core.languages.numbers import number
from priorities.charts import spread
from priorities.results.scales import percent_pattern, percentage_text, scale_lines, tick_path
from priorities.results.trends import Result, Span

register = template.Library()
register.filter("number", number)
register.filter("ticks", tick_path)
register.filter("scale_lines", scale_lines)
register.filter("of_ballots", percentage_text)
register.filter("segments", spread.segments)
register.filter("spread_text", spread.spread_text)
register.filter("signed", spread.signed)
register.filter("opacity", spread.opacity)
register.simple_tag(percent_pattern, name="percent_pattern")


@dataclass(frozen=True, slots=True)
class Trend:
    """A line through *points*, as the commands of an SVG path, and each point as a path."""

    line: str
    points: list[str]


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
def scores(scale: int) -> range:
    """Return the scores that could be given, the lowest first."""
    return range(1, scale + 1)


@register.filter
def mean(value: float | None) -> str:
    """Return a mean with the two decimals that ranks are made of, or a dash without answers."""
    return "–" if value is None else number(value, 2)
