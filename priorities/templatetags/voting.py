"""Marks where voters differ on the voting page; `priorities.voting.page_cache` fills them in."""

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from priorities.voting.page_cache import BLANK, END_GIVEN, GIVEN

register = template.Library()


@register.simple_tag
def blank(*name: Any) -> SafeString:
    """Leave a place for a text."""
    return mark_safe(BLANK % _name(name))  # noqa: S308 - names of fields, of our own making


@register.simple_tag
def checked(name: str, value: str) -> SafeString:
    """Leave a place for the attribute of an answer that a voter chose."""
    return mark_safe(BLANK % f"{name}={value}")  # noqa: S308


@register.simple_tag
def given(*name: Any) -> SafeString:
    """Begin what is left out where there is no such text, up to `endgiven`."""
    return mark_safe(GIVEN % _name(name))  # noqa: S308


@register.simple_tag
def endgiven() -> SafeString:
    """End what `given` began."""
    return mark_safe(END_GIVEN)  # noqa: S308


def _name(parts: tuple[Any, ...]) -> str:
    return "-".join(map(str, parts))
