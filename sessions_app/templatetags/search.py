"""The choices of the public search as HTML: hundreds take a template ten times as long."""

from collections.abc import Iterable

from django import template
from django.template.context import Context
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from llex.core.templatetags.rich_text import phrase
from sessions_app.search.facets import Choice

register = template.Library()

_BOX = (
    '<label><input type="checkbox" name="{}" value="{}"{}> <span>{}</span>'
    ' <span class="count">{}</span></label>'
)
_CHECKED = SafeString(" checked")


@register.simple_tag(takes_context=True)
def choice_boxes(context: Context, field: str, choices: Iterable[Choice]) -> SafeString:
    """Print a box to tick for each of the *choices* of a filter."""
    boxes = (
        (
            field,
            choice.value,
            _CHECKED if choice.is_chosen else "",
            phrase(context, choice.name),
            choice.counted,
        )
        for choice in choices
    )
    return format_html_join("", _BOX, boxes)
