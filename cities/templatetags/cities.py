"""Words about published cities."""

from django import template
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.models import PublishedCity
from cities.published.texts import Response
from llex.text.parse import is_safe_address

register = template.Library()
register.filter("is_address", is_safe_address)


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
def what_it_said(city: PublishedCity) -> str:
    """Count what a city said in all sessions: its policy responses and its challenges."""
    parts = []
    if number := city.response_count:
        text = ngettext("%(number)s response", "%(number)s responses", number)
        parts.append(text % {"number": formats.number_format(number)})
    if number := city.challenge_count:
        text = ngettext("%(number)s challenge", "%(number)s challenges", number)
        parts.append(text % {"number": formats.number_format(number)})
    return " · ".join(parts)


@register.filter
def in_force_since(response: Response) -> str:
    """Say from when a response has been in force, or nothing where nobody said."""
    if response.since is None:
        return ""
    return _("Since %(date)s") % {"date": formats.date_format(response.since, _("j F Y"))}


@register.filter
def kilometres(distance: int) -> str:
    """Say a distance."""
    return _("%(number)s km") % {"number": grouped(distance)}
