"""When sessions are, as filters."""

from django import template

from sessions_app import schedule
from sessions_app.briefing import wording

register = template.Library()

register.filter("day", wording.day)
register.filter("local_hours", schedule.local_hours)
register.filter("utc_hours", schedule.utc_hours)
