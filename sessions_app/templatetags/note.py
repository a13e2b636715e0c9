"""A note's computed words as filters, and how its chart and its groups are laid out."""

from dataclasses import dataclass

from django import template

from llex.text.parse import is_safe_address
from sessions_app.briefing import wording
from sessions_app.briefing.document import (
    Attendee,
    Consultation,
    Document,
    ItemResult,
    Quotation,
    Role,
    Section,
)

register = template.Library()

for _filter in (
    wording.sections,
    wording.section_title,
    wording.section_number,
    wording.day,
    wording.attendance,
    wording.number,
    wording.mean,
    wording.outcome,
    wording.answered,
    wording.since,
    wording.edition,
    wording.superseded,
    wording.axis_anchor,
):
    register.filter(_filter.__name__, _filter)

register.simple_tag(wording.publication, name="publication")
register.filter("is_address", is_safe_address)

# Where the note tells who was there: who led first, then who spoke, then who listened.
_ROLES: tuple[Role, ...] = ("chair", "speaker", "city", "partner", "rapporteur", "participant")


@dataclass(frozen=True, slots=True)
class Group:
    """The people who had the same role, under a heading."""

    heading: str
    people: tuple[Attendee, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One score of an item: *count* answers, drawn *height* of 100 high at *x* of 100."""

    score: int
    count: int
    x: float
    height: float


@dataclass(frozen=True, slots=True)
class Facts:
    """The figures that stand on the title page, all counted."""

    cities: int
    responses: int
    challenges: int
    axes: int


@register.filter
def groups(document: Document) -> list[Group]:
    """Return the listed participants by role."""
    found = ((role, document.attendees_as(role)) for role in _ROLES)
    return [Group(wording.group(role, len(people)), people) for role, people in found if people]


@register.filter
def chairs(document: Document) -> Group | None:
    """Return who chaired the session."""
    people = document.attendees_as("chair")
    return Group(wording.group("chair", len(people)), people) if people else None


@register.filter
def quotations_in(document: Document, section: Section) -> tuple[Quotation, ...]:
    """Return the quotations set in a section."""
    return document.quotations_in(section)


@register.filter
def facts(document: Document) -> Facts:
    """Count what the note holds."""
    return Facts(
        cities=len(document.rows),
        responses=sum(len(row.responses) for row in document.rows),
        challenges=sum(len(row.challenges) for row in document.rows),
        axes=len(document.axes),
    )


@register.filter
def share(item: ItemResult, consultation: Consultation) -> float:
    """Return how far an item's mean reaches on the scale, in percent."""
    return round(100 * (item.mean or 0) / consultation.scale, 1)


@register.filter
def bars(item: ItemResult) -> list[Bar]:
    """Lay out an item's answers per score, the most frequent score at full height."""
    most = max(item.distribution, default=0)
    if not most:
        return []
    width = 100 / len(item.distribution)
    return [
        Bar(score, count, round(width * (score - 1), 2), round(100 * count / most, 1))
        for score, count in enumerate(item.distribution, start=1)
    ]
