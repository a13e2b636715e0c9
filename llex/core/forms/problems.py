"""The errors of a form, as the summary at the top of a page lists them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django import forms


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake, and the id of the field where it is mended: empty if it is of no one field."""

    field: str
    label: str
    text: str


def problems_of(
    form: forms.BaseForm, label: Callable[[forms.BoundField], str] | None = None
) -> Iterator[Problem]:
    """List the mistakes of a bound form in the order of the page.

    *label* names a field where its own label is not enough to tell it from others on the page.
    """
    for text in form.non_field_errors():
        yield Problem("", "", str(text))
    for bound in form:
        for text in bound.errors:
            name = "" if bound.is_hidden else label(bound) if label else str(bound.label)
            yield Problem("" if bound.is_hidden else _target(bound), name, str(text))


def _target(bound: forms.BoundField) -> str:
    """Return the id that a link to the field leads to: a group's own, else its input's."""
    return str(bound.auto_id if bound.use_fieldset else bound.id_for_label or bound.auto_id)
