"""Words about published measures and challenges."""

from datetime import date
from functools import lru_cache

from django import template
from django.utils import formats
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cities.models import EntryProjection
from cities.public import phrases
from cities.public.entries import EntryCard, EntryLink
from llex.core.languages.numbers import number

register = template.Library()
register.filter(phrases.day)


@register.filter
def status(entry: EntryProjection) -> str:
    """Say whether a measure still holds, and when its city said so; "" where it was not asked."""
    if not entry.status or entry.status_day is None:
        return ""
    said = {
        EntryProjection.Status.STILL_TRUE: _("Still true, %(month)s"),
        EntryProjection.Status.CHANGED: _("Changed, %(month)s"),
        EntryProjection.Status.ENDED: _("Ended, %(month)s"),
    }
    return said[EntryProjection.Status(entry.status)] % {"month": month(entry.status_day)}


@register.filter
def holds(entry: EntryProjection) -> bool:
    """Return whether a measure is known to be in force."""
    return entry.status in (EntryProjection.Status.STILL_TRUE, EntryProjection.Status.CHANGED)


@register.filter
def when(link: EntryLink) -> str:
    """Say since when a measure is in force, else when it was reported."""
    if link.entry.since:
        return _("since %(month)s") % {"month": month(link.entry.since)}
    return month(link.held)


def month(day: date) -> str:
    """Write the month and year of a day as readers of the language do."""
    return _month(day.replace(day=1), get_language())


@lru_cache(maxsize=5_000)
def _month(day: date, _language: str | None) -> str:
    return formats.date_format(day, "YEAR_MONTH_FORMAT")


@register.filter
def answering(card: EntryCard) -> str:
    """Count the cities that answer a challenge."""
    cities = len({link.entry.city_id for link in card.answered_by})
    text = ngettext("Answered by %(number)s city", "Answered by %(number)s cities", cities)
    return text % {"number": number(cities)}
