"""Values that are held about a person, and periods, as people read them."""

import json
from datetime import date, datetime
from typing import Any

from django import template
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from llex.core.languages.phrases import join_items
from llex.core.privacy.retention import RetentionRule
from llex.core.time_zones.moments import short_moment

register = template.Library()


@register.filter
def held_value(value: Any) -> SafeString | str:
    """Return a value in the direction of its own script."""
    return format_html('<bdi dir="auto">{}</bdi>', _text(value))


def _text(value: Any) -> str:
    match value:
        case bool():
            return pgettext("answer", "yes") if value else pgettext("answer", "no")
        case datetime():
            return short_moment(value, "UTC")
        case date():
            return formats.date_format(value)
        case list() if all(isinstance(one, str) for one in value):
            return join_items(value)
        case list() | dict():
            return json.dumps(value, ensure_ascii=False, indent=1)
    return str(value)


@register.filter
def period(rule: RetentionRule) -> str:
    """Say how long rows of a kind are kept."""
    if not rule.period:
        return _("%(what)s: kept until erased") % {"what": rule.title}
    text = ngettext("%(what)s: %(count)s day", "%(what)s: %(count)s days", rule.period)
    return text % {"what": rule.title, "count": formats.number_format(rule.period)}
