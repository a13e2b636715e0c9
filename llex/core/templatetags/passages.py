"""The place for what belongs to a passage of a text, such as comments on it."""

from typing import Protocol

from django import template
from django.utils.safestring import SafeString

register = template.Library()


class Passages(Protocol):
    """Knows what is shown beside each passage of a page."""

    def beside(self, anchor: str) -> SafeString:
        """Return what is shown beside the passage at *anchor*."""


@register.simple_tag
def beside(passages: Passages | None, *anchor: object) -> SafeString:
    """Show what belongs to the passage at an anchor, which may be given in parts.

    On public pages, which have no *passages*, nothing is shown.
    """
    return passages.beside("".join(map(str, anchor))) if passages else SafeString("")
