"""The errors of `errors.toml`, and how each is put into a clean note."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bench.preflight.generate import LANGUAGES, contributions, texts
from sessions_app.demo.loading import prose

_WHOLE: Final = "@all"
_SWAP: Final = "@swap"


@dataclass(frozen=True, slots=True)
class SeededError:
    """An error of a *kind* in one language, or "*", in a *field* of the clean note *variant*."""

    kind: str
    language: str
    variant: int
    field: str
    right: str
    wrong: str

    def __str__(self) -> str:
        return f"{self.kind} [{self.language}] {self.field}: {self.right} → {self.wrong}"[:150]

    def concerns(self, field: str, language: str) -> bool:
        """Return whether it changes a field in a language."""
        return field == self.field and self.language in (language, "*")


def read_errors() -> list[SeededError]:
    """Return all errors, in the order of their kinds."""
    with Path(__file__).with_name("errors.toml").open("rb") as file:
        tables: dict[str, list[Any]] = tomllib.load(file)
    return [SeededError(kind, *row) for kind, rows in tables.items() for row in rows]


class Writer:
    """Texts of a note with one error in them; remembers whether it could be put there."""

    def __init__(self, error: SeededError | None) -> None:
        self.error = error
        self.written: dict[tuple[str, str], str] = {}
        self.is_placed = False

    def __call__(self, field: str, language: str, text: str) -> str:
        """Return *text*, with the error where it belongs there."""
        self.written.setdefault((field, language), text)
        if self.error is None or not self.error.concerns(field, language):
            return text
        # The first field of a name only: a city has several measures.
        if self.written[field, language] != text:
            return text
        changed = self._changed(text, language)
        self.is_placed |= changed != text
        return changed

    def _changed(self, text: str, language: str) -> str:
        error = self.error
        assert error is not None  # noqa: S101 - only called with one
        right, wrong = error.right, error.wrong
        if right == _SWAP:
            return _swapped(text)
        if error.language == "*":
            place = LANGUAGES.index(language)
            right = right if right == _WHOLE else right.split("|")[place]
            wrong = wrong.split("|")[place]
        if wrong.startswith("@"):
            return self._copied(text, wrong[1:], language)
        if right == _WHOLE:
            return wrong
        if not right:
            return f"{text}{'' if wrong.startswith(chr(10)) else ' '}{wrong}"
        pattern = re.escape(right).replace(r"\ ", r"[ \u202f]")
        return re.sub(pattern, lambda _match: wrong, text, count=1)

    def _copied(self, text: str, source: str, language: str) -> str:
        assert self.error is not None  # noqa: S101 - only called with one
        if source == "other":
            source_text = elsewhere(self.error.variant, language, self.error.field)
        else:
            source_text = self.written[source, language].split("\n\n")[0]
        is_section = "response" not in self.error.field and "challenge" not in self.error.field
        return f"{text}\n\n{source_text}" if is_section else source_text


def elsewhere(variant: int, language: str, field: str) -> str:
    """Return a text of the session before, of the kind of *field*."""
    if field.startswith(("response", "challenge")):
        return contributions()[(variant * 3 + 1) % 10][0].responses[0].text[language]
    other = texts()[(variant + 3) % len(texts())]
    return str(prose(other["introduction"][language]).split("\n\n")[1])


def _swapped(text: str) -> str:
    """Return *text* with the services in its first and its last pair of marks exchanged."""
    names = re.findall(r"[“«][\s\u202f]*([^”»]+?)[\s\u202f]*[”»]", text)
    first, last = names[0], names[-1]
    parts: Iterator[str] = iter(re.split(f"({re.escape(first)}|{re.escape(last)})", text))
    swap = {first: last, last: first}
    return "".join(swap.get(part, part) for part in parts)
