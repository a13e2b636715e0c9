"""Signs between the parts of a phrase in templates."""

from collections.abc import Iterable

from django import template
from django.utils.translation import pgettext

from llex.core.languages import phrases

register = template.Library()


@register.simple_tag
def colon() -> str:
    """Return the colon behind a label, with the space that French sets before it."""
    return pgettext("after a label", ":")


@register.simple_tag
def comma() -> str:
    """Return the sign between the items of a list, for items that are marked up."""
    return phrases.comma()


@register.filter
def enumerated(items: Iterable[object]) -> str:
    """Return *items* with commas between them."""
    return phrases.join_items(items)
