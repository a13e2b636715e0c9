"""The fields of a review, found by the text that they belong to."""

from typing import Any

from django import forms, template

from cities.review.comparison import ComparedText, Translation

register = template.Library()


@register.simple_tag
def wording_field(form: forms.Form, text: ComparedText) -> forms.BoundField | None:
    """Return the field of a text's wording in its original language, where it can be edited."""
    return _field(form, f"{text.key}-{text.language}")


@register.simple_tag
def translation_fields(
    form: forms.Form, text: ComparedText, translation: Translation
) -> tuple[forms.BoundField | None, ...]:
    """Return the fields of a translation: its text and its state."""
    name = f"{text.key}-{translation.language}"
    return _field(form, name), _field(form, f"{name}-state")


def _field(form: forms.Form, name: str) -> Any:
    return form[name] if name in form.fields else None
