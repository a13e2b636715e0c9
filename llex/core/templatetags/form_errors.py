"""Mistakes in forms: in the title of the page, and in a summary at its top."""

from collections.abc import Iterator
from typing import Any

from django import forms, template
from django.forms.formsets import BaseFormSet
from django.template.context import Context
from django.utils.translation import gettext as _

from llex.core.forms.problems import Problem, problems_of

register = template.Library()


@register.simple_tag(takes_context=True)
def error_prefix(context: Context) -> str:
    """Return what the title begins with if a form on the page has mistakes, else nothing.

    Forms are looked for among the variables of the page, alone or in lists; a page that knows its
    mistakes otherwise has them in `problems`.
    """
    variables = (value for layer in context.dicts for value in layer.values())
    has_mistakes = bool(context.get("problems")) or any(map(_is_wrong, _forms_in(variables)))
    return f"{_('Error:')} " if has_mistakes else ""


@register.inclusion_tag("llex/error_summary.html")
def error_summary(problems: list[Problem], title: str = "", note: str = "") -> dict[str, Any]:
    """Show what is wrong, each with a link to its field; nothing if nothing is."""
    return {"problems": problems, "title": title, "note": note}


@register.filter
def problems(form: forms.BaseForm) -> list[Problem]:
    """List the mistakes of a form."""
    return list(problems_of(form)) if form.is_bound else []


def _forms_in(values: Any) -> Iterator[Any]:
    for value in values:
        # Not `isinstance`, which would load the user and mark the page as depending on cookies.
        kind = type(value)
        if issubclass(kind, forms.BaseForm | BaseFormSet):
            yield value
        elif issubclass(kind, list | tuple):
            yield from _forms_in(value)


def _is_wrong(form: Any) -> bool:
    return form.is_bound and not form.is_valid()
