"""Texts on the hall's screen, which may be in two languages at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from llex.core import languages
from priorities.questions.question_texts import Texts, pick


@dataclass(frozen=True, slots=True)
class ScreenTexts:
    """A text, and the language that it is really in."""

    language: str
    text: str

    @property
    def direction(self) -> str:
        return languages.direction(self.language)


def texts_in(text: Texts, codes: Sequence[str]) -> list[ScreenTexts]:
    """Return a text in each language; the same fallback for two of them only once."""
    found = (pick(text, languages.fallbacks(code)) for code in codes)
    return list(dict.fromkeys(ScreenTexts(one.language, one.text) for one in found if one))
