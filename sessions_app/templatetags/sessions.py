"""When sessions are, as filters."""

from django import template

from sessions_app.briefing import phrases
from sessions_app.public import schedule

register = template.Library()

register.filter("day", phrases.day)
register.filter("local_hours", schedule.local_hours)
register.filter("utc_hours", schedule.utc_hours)
