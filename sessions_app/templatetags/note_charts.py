"""The charts of a note's results on its page."""

from django import template

from priorities.charts import spread
from priorities.results.published import RatingsResult
from sessions_app.briefing import result_comparisons
from sessions_app.briefing.result_axes import axis

register = template.Library()
register.filter("segments", spread.segments)
register.filter("spread_text", spread.spread_text)
register.filter("signed", spread.signed)
register.filter("axis", axis)
register.filter("group_tables", result_comparisons.group_tables)
register.filter("change_basis", result_comparisons.change_basis)


@register.filter
def opacity(score: int, result: RatingsResult) -> float:
    """Return how strongly a score is coloured in the strips of a result."""
    return spread.opacity(score, result.scale)


@register.filter
def percent(share: float) -> float:
    """Return a share from 0 to 1 as a length in a drawing that is 100 wide."""
    return round(100 * share, 1)
