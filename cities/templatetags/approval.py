"""Choices under the names of their groups, as a form of our own look prints them."""

from itertools import groupby
from typing import Any

from django import forms, template

register = template.Library()


@register.filter
def groups(field: forms.BoundField) -> list[tuple[str, list[Any]]]:
    """Return a field's options by their group of choices, in their order."""
    choices: Any = field.field.choices  # type: ignore[attr-defined]
    names = {str(value): name for name, options in choices for value, _label in options}
    return [
        (name, list(options))
        for name, options in groupby(field, lambda option: names[str(option.data["value"])])
    ]
