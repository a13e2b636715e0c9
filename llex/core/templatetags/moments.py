"""Moments and hours on pages and in mails, on the clock of a time zone."""

from datetime import datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from llex.core.languages.phrases import comma
from llex.core.time_zones import moments, names

register = template.Library()


@register.simple_tag
def moment(value: datetime, zone: str, form: str = "") -> SafeString:
    """Show a moment in *zone*; a script adds the reader's own time (static/js/core/own-time.js).

    *form* is empty for weekday, date, hour, zone and UTC, or ``short``, or ``hour``.
    """
    made = {"": moments.moment_text, "short": moments.short_moment, "hour": moments.hour_text}
    return format_html(
        '<time datetime="{}">{}</time>{}',
        moments.in_zone(value, zone).isoformat(timespec="seconds"),
        made[form](value, zone),
        "" if form else own_time(value, zone),
    )


@register.simple_tag
def own_time(value: datetime, zone: str, until: Any = None) -> SafeString:
    """Leave a place for the reader's own time of what was shown in *zone* just before."""
    return format_html(
        '<span class="own-time" data-own-time="{}" data-own-until="{}" data-own-zone="{}"'
        ' data-own-label="{}" data-own-comma="{}" hidden></span>',
        value.isoformat(timespec="seconds"),
        until.isoformat(timespec="seconds") if until else "",
        zone,
        _("Your time:"),
        comma(),
    )


@register.filter
def moment_text(value: datetime, zone: str) -> str:
    """Return the moment as text, for mails."""
    return moments.moment_text(value, zone)


@register.filter
def hour_text(value: datetime, zone: str) -> str:
    """Return the hour alone, with its zone."""
    return moments.hour_text(value, zone)


@register.simple_tag
def span_text(starts: datetime, ends: datetime, zone: str) -> str:
    """Return when something begins and ends as text, for mails."""
    hours = moments.hours_text(starts, ends, zone)
    if names.name_of(zone) != "UTC":
        utc = moments.utc_hours_text(starts, ends, zone)
        hours = _("%(hours)s (%(utc)s)") % {"hours": hours, "utc": utc}
    return _("%(day)s, %(hours)s") % {
        "day": moments.days_text(starts, ends, zone),
        "hours": hours,
    }
