"""Marks where voters differ on the voting page; `priorities.voting.page_cache` fills them in."""

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from priorities.voting.page_cache import BLANK, END_GIVEN, GIVEN

register = template.Library()


@register.simple_tag
def blank(*name: Any) -> SafeString:
    """Leave a place for a text."""
    return mark_safe(BLANK % _name(name))  # noqa: S308 - names of fields, made in this project


@register.simple_tag
def checked(name: str, value: str) -> SafeString:
    """Leave a place for the attribute of an answer that a voter chose."""
    return mark_safe(BLANK % f"{name}={value}")  # noqa: S308


@register.simple_tag
def given(*name: Any) -> SafeString:
    """Begin a part, up to `endgiven`, that is left out without such a text."""
    return mark_safe(GIVEN % _name(name))  # noqa: S308


@register.simple_tag
def endgiven() -> SafeString:
    """End the part that `given` began."""
    return mark_safe(END_GIVEN)  # noqa: S308


def _name(parts: tuple[Any, ...]) -> str:
    return "-".join(map(str, parts))
