"""Options that say what a block of a note is."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from sessions_app.importing.preview.answers import NO_COLUMN
from sessions_app.importing.recognising import SECTIONS
from sessions_app.importing.section_names import section_name

_AS_RECOGNISED: Final = _("As recognised")
_TITLE_PAGE: Final[Mapping[str, Any]] = {
    "title": _("Title"),
    "date": _("Date of the session"),
    "series": _("Series"),
    "tagline": _("Line under the series"),
}
_CITIES: Final[Mapping[str, Any]] = {
    "city": _("City row"),
    "representative": _("Representative of the city before"),
    "response": _("Response of the city before"),
    "challenge": _("Challenge of the city before"),
    "head": _("Head of the table of cities"),
}
_PEOPLE: Final[Mapping[str, Any]] = {
    "participant": _("Participant"),
    "quote": _("Quotation with its speaker"),
}
_VISION: Final[Mapping[str, Any]] = {
    "axis": _("Axis"),
    "theme": _("Theme"),
    "point": _("Key point"),
}
_OTHER: Final[Mapping[str, Any]] = {
    "question": _("Question of the consultation"),
    "more": _("Goes on with what is before"),
    "out": _("Leave out"),
}
_OF_ROWS: Final = ("city", "head", "response", "challenge", "participant", "more", "out")
COLUMNS: Final[Mapping[str, Any]] = {
    NO_COLUMN: _("No column of the table of cities"),
    "city": _("City"),
    "country": _("Country"),
    "representative": _("Representative"),
    "position": _("Position"),
    "responses": _("Responses"),
    "challenges": _("Challenges"),
}


def options(chosen: str, *, is_row: bool) -> SafeString:
    """Return the options for a block, with the one that is *chosen*."""
    return _options(chosen, is_row, get_language() or "")


@cache
def _options(chosen: str, is_row: bool, language: str) -> SafeString:
    texts = {f"text:{section}": section_name(section) for section in SECTIONS}
    headings = {f"heading:{section}": section_name(section) for section in SECTIONS}
    groups: list[tuple[Any, Mapping[str, Any]]] = [
        (pgettext_lazy("in a note", "Ordinary text of"), texts),
        (_("Heading that begins"), {} if is_row else headings),
        (_("Title page"), {} if is_row else _TITLE_PAGE),
        (_("Cities"), _CITIES),
        (_("People"), _PEOPLE),
        (_("Shared vision"), {} if is_row else _VISION),
        (_("Otherwise"), _OTHER),
    ]
    parts = [_option("", _AS_RECOGNISED, chosen)]
    for name, choices in groups:
        shown = [
            _option(value, label, chosen)
            for value, label in choices.items()
            if not is_row or value.startswith("text:") or value in _OF_ROWS
        ]
        if shown:
            inner = format_html_join("", "{}", ((one,) for one in shown))
            parts.append(format_html('<optgroup label="{}">{}</optgroup>', name, inner))
    return mark_safe("".join(parts))  # noqa: S308 - each part is escaped


def _option(value: str, label: Any, chosen: str) -> SafeString:
    selected = mark_safe(" selected") if value == chosen else ""
    return format_html('<option value="{}"{}>{}</option>', value, selected, label)
