"""Texts in a mail that are in another language than the mail: both parts say so.

While a template is rendered such a text carries marks around it; `as_text` and `as_markup` make of
them what each part of the mail shows.
"""

import re
from collections.abc import Callable
from typing import Any, Final

from django.db import models
from django.utils.html import format_html
from django.utils.safestring import SafeString
from modeltranslation.translator import NotRegistered, translator

from llex.core import languages
from llex.core.languages.translation_marks import text_in

# Characters for private use, which no text that people write has.
_OPEN, _MIDDLE, _CLOSE = "\ue000", "\ue001", "\ue002"
_NOTICE: Final = "+"
_MARKED: Final = re.compile(f"{_OPEN}([A-Za-z0-9-]+)(\\+?){_MIDDLE}([^{_CLOSE}]*){_CLOSE}")
_STRAY: Final = re.compile(f"[{_OPEN}{_MIDDLE}{_CLOSE}]")


def mark(text: str, language: str, *, notice: bool = True) -> str:
    """Return *text* marked as being in *language*; with *notice* its name follows the text."""
    lines = _STRAY.sub("", text).splitlines()
    last = max((number for number, line in enumerate(lines) if line.strip()), default=-1)
    return "\n".join(
        _mark_line(line, language, _NOTICE if notice and number == last else "")
        for number, line in enumerate(lines)
    )


def _mark_line(line: str, language: str, notice: str) -> str:
    # A mark stays within its line, behind the dash of a list.
    dash, text = ("- ", line[2:]) if line.startswith("- ") else ("", line)
    return f"{dash}{_OPEN}{language}{notice}{_MIDDLE}{text}{_CLOSE}" if text.strip() else line


def without_marks(rendered: str) -> str:
    """Return what was rendered without marks and notices, as for a subject."""
    return _STRAY.sub("", _MARKED.sub(r"\3", rendered))


def as_text(rendered: str) -> str:
    """Return what was rendered as plain text: a notice follows in brackets."""

    def plain(found: re.Match[str]) -> str:
        code, notice, text = found.groups()
        return f"{text} ({languages.name_of(code)})" if notice else text

    return _STRAY.sub("", _MARKED.sub(plain, rendered))


def as_markup(line: str, other: Callable[[str], SafeString | str]) -> SafeString:
    """Return a line as HTML, its marked texts with `lang` and `dir`; *other* does the rest."""
    html, end = SafeString(""), 0
    for found in _MARKED.finditer(line):
        code, notice, text = found.groups()
        html += format_html("{}", other(_STRAY.sub("", line[end : found.start()])))
        html += _span(code, text)
        if notice:
            html += format_html(" {}", _span(code, f"({languages.name_of(code)})"))
        end = found.end()
    return html + format_html("{}", other(_STRAY.sub("", line[end:])))


def _span(code: str, text: str) -> SafeString:
    return format_html('<span lang="{}" dir="{}">{}</span>', code, languages.direction(code), text)


def is_marked(line: str) -> bool:
    """Return whether a line has a marked text."""
    return _MARKED.search(line) is not None


def marking_languages(value: Any, language: str) -> Any:
    """Return *value* for a template of a mail in *language*: its texts tell their language.

    A model's translated fields, and itself where it is called by one of them, are marked where
    they exist in another language only.
    """
    if isinstance(value, models.Model):
        return _Telling(value, language)
    if isinstance(value, list | tuple):
        return [marking_languages(one, language) for one in value]
    return value


class _Telling:
    """Stands in for a model in a template of a mail."""

    def __init__(self, subject: models.Model, language: str) -> None:
        self._subject, self._language = subject, language

    def __str__(self) -> str:
        shown = str(self._subject)
        for field in _translated_fields(self._subject):
            if getattr(self._subject, field) == shown:
                return self._text(field)
        return shown

    def __getattr__(self, name: str) -> Any:
        if name in _translated_fields(self._subject) and getattr(self._subject, name):
            return self._text(name)
        return marking_languages(getattr(self._subject, name), self._language)

    def __eq__(self, other: object) -> bool:
        return bool(self._subject == getattr(other, "_subject", other))

    def __hash__(self) -> int:
        return hash(self._subject)

    def _text(self, field: str) -> str:
        text = str(getattr(self._subject, field))
        for code in languages.fallbacks(self._language):
            if text_in(self._subject, field, code) == text:
                # Names of cities and organisations are read in any language.
                is_same = code == self._language
                return text if is_same else mark(text, code, notice=field != "name")
        return text


def _translated_fields(subject: models.Model) -> list[str]:
    try:
        return list(translator.get_options_for_model(type(subject)).all_fields)
    except NotRegistered:
        return []
