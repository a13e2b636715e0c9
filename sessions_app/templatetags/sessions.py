"""When sessions are, as filters."""

from datetime import datetime

from django import template
from django.utils import formats
from django.utils.translation import get_language

from llex.core import languages
from llex.core.time_zones import moments, names
from sessions_app.briefing import phrases
from sessions_app.models import Person
from sessions_app.public import schedule

register = template.Library()


@register.filter
def clock(moment: datetime, zone: str) -> str:
    """Return the hour and minute of a moment in a zone."""
    return formats.time_format(moments.in_zone(moment, zone), "H:i")


@register.filter
def name_in_page(person: Person) -> str:
    """Return a name in the script of the page, where it is known in that."""
    return person.name_in(get_language() or languages.DEFAULT)


register.filter("day", phrases.day)
register.filter("zone_name", names.name_of)
register.filter("local_hours", schedule.local_hours)
register.filter("utc_hours", schedule.utc_hours)
