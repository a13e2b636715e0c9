"""Columns of a sheet: one attribute of a row each, written and read with care."""

import re
from collections.abc import Iterable
from functools import cache, cached_property
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.widgets import Widget

from llex.core import languages
from llex.core.languages import data
from llex.core.languages.phrases import join_items
from llex.core.mail.addresses import normalize, removal_notice
from llex.core.spreadsheets.cells import TOO_LONG, shown, typed
from llex.core.text.name_keys import normalize_key
from llex.core.text.normalization import clean_code, clean_line

# Besides the words in `language.toml` of each language in use.
_SIGNS = {"yes": ("1", "x"), "no": ("0",)}


class Column(Field):
    """One attribute under one name. A value that a cell repeats is not written again.

    *needed*: the sheet cannot be understood without this column. *blank_keeps*: an empty cell
    leaves the value as it is.
    """

    # Its head in other languages than the default one, where the name of its field would not do.
    label: Any = ""

    def __init__(
        self,
        name: str,
        widget: Widget | None = None,
        *,
        attribute: str = "",
        needed: bool = False,
        blank_keeps: bool = False,
        readonly: bool = False,
    ) -> None:
        super().__init__(
            attribute=attribute or name,
            column_name=name,
            widget=widget or Text(),
            readonly=readonly,
        )
        self.needed = needed
        self.blank_keeps = blank_keeps

    def headed(self, label: Any) -> Self:
        """Give it a head of its own in other languages than the default one; return it."""
        self.label = label
        return self

    @property
    def is_fixed(self) -> bool:
        """Return whether the column is read-only."""
        return bool(self.readonly)

    def repeats(self, instance: Any, row: dict[str, Any]) -> bool:
        """Return whether the cell leaves the stored value as it is."""
        cell = typed(row[self.column_name])
        if cell == TOO_LONG or (self.blank_keeps and not cell.strip()):
            return True
        return cell == typed(shown(self.export(instance)))

    def links_differ(self, instance: Any, row: dict[str, Any]) -> bool:
        """Return whether the cell names other rows than those that *instance* is linked to."""
        linked = {other.pk for other in self.get_value(instance).all()} if instance.pk else set()
        return linked != {other.pk for other in self.clean(row)}

    def save(self, instance: Any, row: dict[str, Any], is_m2m: bool = False, **kwargs: Any) -> None:
        if is_m2m:
            if self.links_differ(instance, row):
                super().save(instance, row, is_m2m, **kwargs)
        elif not self.repeats(instance, row):
            super().save(instance, row, is_m2m, **kwargs)


class FixedColumn(Column):
    """A column that an import refuses to change; *once*: a new row may set it."""

    def __init__(self, *args: Any, once: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._once = once

    @property
    def is_fixed(self) -> bool:
        return not self._once

    def save(self, instance: Any, row: dict[str, Any], is_m2m: bool = False, **kwargs: Any) -> None:
        if self._once and instance.pk is None:
            super().save(instance, row, is_m2m, **kwargs)
        elif not self.repeats(instance, row) and self.clean(row) != self.get_value(instance):
            raise ValueError(
                _(
                    "“%(column)s” cannot be changed in a spreadsheet: "
                    "it is “%(stored)s”, not “%(cell)s”."
                )
                % {
                    "column": self.column_name,
                    "stored": self.export(instance),
                    "cell": typed(row[self.column_name]).strip(),
                }
            )


def in_languages(field: str) -> list[Column]:
    """Return a column for each language of a translated field."""
    return [Column(f"{field}_{code}") for code in languages.CODES]


class Text(Widget):
    """Text exactly as typed in the cell."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        return typed(value)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "" if value is None else str(value)


class Line(Text):
    """Text in one line, such as a name or a code; spaces around it are dropped."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        return clean_line(typed(value))


class Code(Line):
    """A code that has to look as *pattern* says."""

    def __init__(self, pattern: str, message: Any) -> None:
        super().__init__()
        self._pattern, self._message = re.compile(pattern), message

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        text = clean_code(super().clean(value))
        if text and not self._pattern.fullmatch(text):
            raise ValueError(str(self._message) % {"typed": text})
        return text


class Address(Line):
    """An e-mail address, in its one form."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        address = normalize(typed(value))
        if address:
            try:
                validate_email(address)
            except ValidationError:
                text = _("“%(typed)s” is not an e-mail address.") % {"typed": address}
                raise ValueError(text) from None
        return address

    def notice(self, value: Any) -> str:
        """Return a message about what was removed from the cell, or ""."""
        # As it is in the file: reading a cell drops invisible characters.
        return removal_notice(value) if isinstance(value, str) else ""


class Number(Widget):
    """A number; *whole* ones have no fraction, however the program stored them."""

    def __init__(self, *, whole: bool = True) -> None:
        super().__init__()
        self._whole = whole

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | float | None:
        text = re.sub(r"(?<=\d)[\s\u00a0\u202f](?=\d{3}\b)", "", clean_line(typed(value)))
        text = text.replace("\u2212", "-")
        if not text:
            return None
        try:
            return int(text) if self._whole else float(text.replace(",", "."))
        except ValueError:
            kind = (
                _("“%(typed)s” is not a whole number.")
                if self._whole
                else _("“%(typed)s” is not a number.")
            )
            raise ValueError(kind % {"typed": text}) from None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return "" if value is None else value


class YesNo(Widget):
    """Yes or no, in the reader's language; read in all languages."""

    @property
    def choices(self) -> tuple[str, ...]:
        """Return what a cell may say in the reader's language."""
        return (self.render(True), self.render(False))

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool:
        text = normalize_key(typed(value))
        if text in _words("yes"):
            return True
        if text in _words("no") or not typed(value).strip():
            return False
        raise ValueError(_("“%(typed)s” is neither “yes” nor “no”.") % {"typed": text})

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        words = data.read(get_language() or languages.DEFAULT, "language")
        meaning = "yes" if value else "no"
        return str(next(iter(words.get(meaning, ())), meaning))


@cache
def _words(meaning: str) -> frozenset[str]:
    tables = (data.read(code, "language") for code in languages.CODES)
    words = (word for table in tables for word in table.get(meaning, ()))
    return frozenset(map(normalize_key, (*words, *_SIGNS[meaning])))


class Choice(Widget):
    """One of a model's choices, in the reader's language; read in all languages.

    In the default language it is the value itself, which is a word of that language.
    """

    def __init__(self, choices: Iterable[tuple[str, Any]]) -> None:
        super().__init__()
        self._labels = dict(choices)

    @property
    def choices(self) -> tuple[str, ...]:
        """Return what a cell may say in the reader's language."""
        return tuple(map(self.render, self._labels))

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        text = normalize_key(typed(value))
        if text and (choice := self._by_key.get(text)):
            return choice
        raise ValueError(
            _("“%(typed)s” is not possible here; choose one of: %(choices)s.")
            % {"typed": typed(value).strip(), "choices": join_items(self.choices)}
        )

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        if not value or get_language() in (None, languages.DEFAULT):
            return value or ""
        label = str(self._labels.get(value, value))
        return label if self._by_key.get(normalize_key(label)) == value else value

    @cached_property
    def _by_key(self) -> dict[str, str]:
        """Return the values by themselves and by their labels, where these mean but one value."""
        found: dict[str, str] = {}
        doubtful = set()
        for code in languages.CODES:
            with override(code):
                for value, label in self._labels.items():
                    key = normalize_key(str(label))
                    if found.setdefault(key, value) != value:
                        doubtful.add(key)
        kept = {key: value for key, value in found.items() if key not in doubtful}
        return kept | {normalize_key(value): value for value in self._labels}


class Names(Widget):
    """A list of names, separated by semicolons."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[str]:
        return [name for part in typed(value).split(";") if (name := clean_line(part))]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "; ".join(value or [])
