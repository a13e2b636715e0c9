"""The charts of a note's results on its page."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import template

from llex.core.languages.numbers import number
from llex.core.text import Phrase
from priorities.charts import spread
from priorities.results.published import ConsultationResult, RatingsResult
from priorities.results.scales import percent, percent_pattern
from sessions_app.briefing.charts import result_pictures

register = template.Library()
register.filter("segments", spread.segments)
register.filter("spread_text", spread.spread_text)
register.filter("signed", spread.signed)
register.filter("group_name", result_pictures.group_name)
register.filter("change_basis", result_pictures.change_basis)


@dataclass(frozen=True, slots=True)
class GroupCell:
    """The figure of a group as it is written, and the length of its bar out of 100."""

    text: str
    share: float


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A service with the figure of each group."""

    name: Phrase
    cells: tuple[GroupCell, ...]


@register.filter
def opacity(score: int, result: RatingsResult) -> float:
    """Return how strongly a score is coloured in the strips of a result."""
    return spread.opacity(score, result.scale)


@register.filter
def group_rows(result: ConsultationResult) -> Iterator[GroupRow]:
    """Yield the services whose figures are told by group, in the order of the result."""
    for service in result.services():
        if service.slug in result.groups[0].values:
            values = (group.values[service.slug] for group in result.groups)
            yield GroupRow(service.name, tuple(_cell(value, result) for value in values))


def _cell(value: float, result: ConsultationResult) -> GroupCell:
    if isinstance(result, RatingsResult):
        return GroupCell(number(value, 2), percent(value, result.scale))
    return GroupCell(percent_pattern().replace("{n}", number(value, 0)), value)
