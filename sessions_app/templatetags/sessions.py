"""When sessions are, as filters."""

from collections.abc import Iterable
from datetime import datetime

from django import template
from django.utils import formats
from django.utils.translation import get_language

from llex.core import languages
from llex.core.time_zones import moments, names
from sessions_app.briefing import phrases
from sessions_app.models import LearningSession, Organisation, Participant, Person
from sessions_app.public.feeds import site_feeds
from sessions_app.public.logos import organisation_logo

register = template.Library()


@register.filter
def clock(moment: datetime, zone: str) -> str:
    """Return the hour and minute of a moment in a zone."""
    return formats.time_format(moments.in_zone(moment, zone), "H:i")


@register.filter
def name_in_page(person: Person | Participant) -> str:
    """Return a name in the script of the page, where it is known in that."""
    return person.name_in(get_language() or languages.DEFAULT)


register.simple_tag(organisation_logo)
register.simple_tag(site_feeds)


@register.filter
def with_logo(organisations: Iterable[Organisation]) -> list[Organisation]:
    """Return the organisations that have a logo."""
    return [one for one in organisations if one.logo]


register.filter("day", phrases.day)
register.filter("zone_name", names.name_of)


@register.filter
def local_hours(session: LearningSession) -> str:
    """Return from when to when the session lasts, on the clocks where it is held."""
    return moments.hours_text(session.starts_at, session.ends_at, session.time_zone)


@register.filter
def utc_hours(session: LearningSession) -> str:
    """Return the same hours in UTC, with the dates that differ."""
    return moments.utc_hours_text(session.starts_at, session.ends_at, session.time_zone)
