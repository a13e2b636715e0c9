"""Words about published cities."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.models import CityProjection
from cities.public.city_page import CitySummary
from cities.public.city_table import CityTable, Column, Entry, city_table, entries_of
from cities.public.facts import EntryPages, Fact, WebNoteFacts
from cities.public.map.topics import MapTopic, MapTopics
from cities.public.map.world import Map, Point
from cities.public.pictures import as_published, picture
from cities.public.topic_filter import Topic, topics_of

register = template.Library()
register.simple_tag(entries_of, name="page_entries")
register.simple_tag(picture)
register.filter(as_published)


_ALONE = (
    '<a class="{}" href="{}" aria-label="{}"><title>{}</title>'
    '<circle class="reach" cx="{}" cy="{}" r="{}"/><circle cx="{}" cy="{}" r="{}"/></a>'
)
_SEVERAL = (
    '<a class="{} several" href="{}" aria-label="{}"><title>{}</title>'
    '<circle class="reach" cx="{}" cy="{}" r="{}"/><circle cx="{}" cy="{}" r="{}"/>'
    '<text x="{}" y="{}" font-size="{}" aria-hidden="true">{}</text></a>'
)


@register.simple_tag
def points(drawn: Map) -> SafeString:
    """Print the points of a map as links.

    There may be some hundred: as nodes of a template they took most of the page's time.
    """
    is_coloured = bool(drawn.legend)
    return SafeString(
        "".join(
            _point(point, f"point c{point.colour}" if is_coloured else "point")
            for point in drawn.points
        )
    )


@register.filter
def address_of(point: Point) -> str:
    """Return the path that a point of a map leads to: a city, or the cities around it."""
    if point.query:
        return f"{reverse('cities:city_list')}?{point.query}#list"
    return reverse("cities:city_detail", args=[point.names[0].slug])


def _point(point: Point, classes: str) -> SafeString:
    at, title, address = (str(point.x), str(point.y)), point.title, address_of(point)
    reach, radius = str(point.reach), str(point.radius)
    if point.query:
        number = (str(point.digits), str(point.cities))
        circles = (*at, reach, *at, radius)
        return format_html(_SEVERAL, classes, address, title, title, *circles, *at, *number)
    return format_html(_ALONE, classes, address, title, title, *at, reach, *at, radius)


@register.simple_tag(name="city_table")
def table_of_cities(document: Any, linked: EntryPages | str | None = None) -> CityTable:
    """Lay out the rows of a note, or of a preview; *linked* has the pages it leads to, if any."""
    pages = linked if isinstance(linked, EntryPages) else None
    facts = WebNoteFacts(document.language, document.rows, pages)
    return city_table(document.language, document.rows, facts)


@register.filter
def topics(document: Any) -> tuple[Topic, ...]:
    """Return the topics by which the table of a note is filtered."""
    return topics_of(document.rows)


@register.filter
def topic_classes(entry: Entry, offered: tuple[Topic, ...]) -> str:
    """Return the classes of an entry, one for each of its topics."""
    return "".join(f" t{topic.number}" for topic in offered if topic.slug in entry.services)


@register.filter
def after_lead(entries: tuple[Entry, ...], column: Column) -> tuple[Entry, ...]:
    """Return the entries of a cell that are folded where there is little room."""
    return entries[1:] if column.leads else entries


@register.filter
def folded(column: Column, entries: tuple[Entry, ...]) -> str:
    """Return what *entries* of a column are folded under."""
    return column.folded(len(entries))


@register.filter
def facts_as(entry: Entry, role: str) -> tuple[Fact, ...]:
    """Return the facts of an entry that are set in one way."""
    return entry.facts_as(role)


@register.filter
def grouped(number: int) -> str:
    """Write a large number as readers of the page's language do."""
    return formats.number_format(number, force_grouping=True)


@register.filter
def in_countries(count: int) -> str:
    """Say a number of countries."""
    return ngettext("%(number)s country", "%(number)s countries", count) % {
        "number": formats.number_format(count)
    }


@register.filter
def main_topic(city: CityProjection, topics: MapTopics) -> MapTopic | None:
    """Return the topic that most measures of a city are about."""
    return topics.by_slug.get(city.main_service)


@register.filter
def what_it_said(city: CityProjection) -> str:
    """Count what a city said in all sessions: its measures and its challenges."""
    parts = []
    if number := city.response_count:
        text = ngettext("%(number)s measure", "%(number)s measures", number)
        parts.append(text % {"number": formats.number_format(number)})
    if number := city.challenge_count:
        text = ngettext("%(number)s challenge", "%(number)s challenges", number)
        parts.append(text % {"number": formats.number_format(number)})
    return " · ".join(parts)


@register.filter
def kilometres(distance: int) -> str:
    """Say a distance."""
    return _("%(number)s km") % {"number": grouped(distance)}


@register.filter
def place_of(chosen: list[str], place: int) -> str:
    """Return what is chosen in one place of several, empty for an empty one."""
    return chosen[place] if place < len(chosen) else ""


@register.filter
def next_number(place: int) -> str:
    """Count from one."""
    return formats.number_format(place + 1)


@register.filter
def summed_up(said: CitySummary) -> str:
    """Say in a sentence or two what a city reported over all sessions."""
    measures = ngettext("%(number)s measure", "%(number)s measures", said.measures)
    challenges = ngettext("%(number)s challenge", "%(number)s challenges", said.challenges)
    sessions = ngettext("%(number)s session", "%(number)s sessions", said.sessions)
    parts = {
        "measures": measures % {"number": formats.number_format(said.measures)},
        "challenges": challenges % {"number": formats.number_format(said.challenges)},
        "sessions": sessions % {"number": formats.number_format(said.sessions)},
        "year": said.since,
    }
    text = _("%(measures)s and %(challenges)s in %(sessions)s since %(year)s.") % parts
    if said.holding:
        holds = ngettext(
            "%(number)s measure is confirmed as still in force.",
            "%(number)s measures are confirmed as still in force.",
            said.holding,
        )
        text += " " + holds % {"number": formats.number_format(said.holding)}
    if said.answered:
        answers = ngettext(
            "It has answered a challenge of %(number)s other city.",
            "It has answered challenges of %(number)s other cities.",
            said.answered,
        )
        text += " " + answers % {"number": formats.number_format(said.answered)}
    return text
