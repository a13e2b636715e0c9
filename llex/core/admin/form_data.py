"""The data of a submitted form, read, compared and written by field.

A field is compared as the browser sends it, not as it is stored. So a form that shows a value in a
way of its own (a date-time in another zone, a list as lines) is compared in that way, too.
"""

import hashlib
import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping
from typing import Any, Final

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.forms.widgets import Input
from django.http import QueryDict
from django.utils.translation import gettext as _

from llex.core.http.line_ends import normalize_line_ends
from llex.core.languages.phrases import join_items

# The values of a field by the name of each of its controls; empty values are left out.
Values = dict[str, list[str]]

_FINGERPRINT_BYTES: Final = 6
FINGERPRINT_LENGTH: Final = 8


def editable_fields(form: forms.BaseForm) -> Iterator[tuple[str, forms.Field]]:
    """Yield the fields that a person can change."""
    for name, field in form.fields.items():
        if not field.disabled:
            yield name, field


def stored_values(form: forms.BaseForm, name: str, html_name: str) -> Values:
    """Return the data that a browser sends of an unchanged field."""
    field = form.fields[name]
    value = field.prepare_value(form.get_initial_for_field(field, name))
    return _controls(_inner(field.widget), html_name, value)


def posted_values(
    field: forms.Field, html_name: str, data: QueryDict, files: Mapping[str, Any]
) -> Values | None:
    """Return what was sent of a field, None where nothing was: then it keeps what is stored."""
    widget = _inner(field.widget)
    if isinstance(widget, forms.FileInput):
        if file := files.get(html_name):
            return {html_name: [f"{file.name} ({file.size})"]}
        return {html_name: []} if f"{html_name}-clear" in data else None
    if widget.value_omitted_from_data(data, files, html_name):
        return None
    return {
        name: [value for raw in data.getlist(name) if (value := _as_sent(part, raw))]
        for name, part in _parts(widget, html_name)
    }


def write_values(values: Values, data: QueryDict, files: Any) -> None:
    """Put *values* into posted data in place of what was sent."""
    for name, sent in values.items():
        data.setlist(name, sent)
        data.pop(f"{name}-clear", None)
        files.pop(name, None)


def fingerprint(values: Any) -> str:
    """Return eight characters that differ where the values differ."""
    text = json.dumps(values, sort_keys=True, default=str)
    digest = hashlib.sha256(text.encode()).digest()[:_FINGERPRINT_BYTES]
    return urlsafe_b64encode(digest).decode()


def display(field: forms.Field, values: Values) -> str:
    """Return the values of a field as a person reads them."""
    sent = [value for part in values.values() for value in part]
    if isinstance(field, forms.BooleanField):
        return _("yes") if sent else _("no")
    if isinstance(field, forms.ModelChoiceField):
        rows = field.queryset.filter(pk__in=[value for value in sent if _is_key(field, value)])  # type: ignore[union-attr]
        return join_items(map(str, rows))
    if isinstance(field, forms.ChoiceField):
        labels = dict(_flat(field.choices))
        return join_items(str(labels.get(value, value)) for value in sent)
    return " ".join(sent)


def _is_key(field: Any, value: str) -> bool:
    try:
        field.queryset.model._meta.pk.to_python(value)
    except forms.ValidationError:
        return False
    return True


def _flat(choices: Any) -> Iterator[tuple[str, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(value), label


def _inner(widget: Any) -> Any:
    return widget.widget if isinstance(widget, RelatedFieldWidgetWrapper) else widget


def _parts(widget: Any, name: str) -> Iterator[tuple[str, Any]]:
    if isinstance(widget, forms.MultiWidget):
        names: list[str] = widget.widgets_names  # type: ignore[attr-defined]
        for suffix, part in zip(names, widget.widgets, strict=True):
            yield from _parts(part, name + suffix)
    else:
        yield name, widget


def _controls(widget: Any, name: str, value: Any) -> Values:
    if isinstance(widget, forms.MultiWidget):
        singles: Any = value if isinstance(value, list | tuple) else widget.decompress(value)
        found: Values = {}
        names: list[str] = widget.widgets_names  # type: ignore[attr-defined]
        parts = zip(names, widget.widgets, singles, strict=False)
        for suffix, part, single in parts:
            found |= _controls(part, name + suffix, single)
        return found
    if isinstance(widget, forms.FileInput):
        return {name: [str(value)] if value else []}
    if isinstance(widget, forms.CheckboxInput):
        return {name: ["on"] if widget.check_test(value) else []}
    shown = widget.format_value(value)
    values = shown if isinstance(shown, list | tuple) else [shown]
    texts = (_as_sent(widget, str(each)) for each in values if each is not None)
    return {name: [text for text in texts if text]}


def _as_sent(widget: Any, text: str) -> str:
    """Return *text* as a browser sends it out of that control; a single line has no line ends."""
    if isinstance(widget, forms.Textarea):
        return normalize_line_ends(text)
    if isinstance(widget, Input):
        return text.replace("\r", "").replace("\n", "").strip()
    return text
