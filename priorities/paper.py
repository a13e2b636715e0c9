"""The ballot paper: what a voter sees, what was chosen, and reading it when it comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext as _

from llex.languages import fallbacks
from llex.text import Phrase
from llex.translation_marks import first_text
from priorities.answers import MOST_WORDS, Answers, BadAnswers
from priorities.models import Ballot, Consultation

UNKNOWN: Final = "unknown"
_PREFIX: Final = "item-"
_WORD: Final = "word"
# Longer figures are no keys and no scores, and int() refuses very long ones.
_LONGEST_KEY: Final = 18
_LONGEST_SCORE: Final = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers to an item; *meaning* is said of the ends of the scale."""

    value: str
    is_chosen: bool
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """An item of the paper. *answer* is its chosen value: a score, ``unknown`` or nothing."""

    name: str
    service: str
    text: Phrase
    answer: str
    scores: list[Choice]


@dataclass(frozen=True, slots=True)
class Paper:
    """A consultation in one language, with the answers that somebody gave or began to give."""

    question: Phrase | None
    low: Phrase | None
    high: Phrase | None
    lines: list[Line]
    words: list[str]
    has_words: bool

    @property
    def given_words(self) -> list[str]:
        """Return the words without the fields that were left empty."""
        return [word for word in self.words if word]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing at all was answered."""
        return not self.given_words and not any(line.answer for line in self.lines)


def read_answers(form: QueryDict) -> Answers:
    """Read what was sent. Raise BadAnswers where something is no answer at all."""
    ratings: dict[int, int | None] = {}
    for name, value in form.items():
        if name.startswith(_PREFIX) and value:
            item = name.removeprefix(_PREFIX)
            if not item.isdecimal() or len(item) > _LONGEST_KEY:
                raise BadAnswers(_("This ballot names a service that is not part of the question."))
            ratings[int(item)] = None if value == UNKNOWN else _score(str(value))
    return Answers(ratings, form.getlist(_WORD))


def _score(value: str) -> int:
    if not value.isdecimal() or len(value) > _LONGEST_SCORE:
        raise BadAnswers(_("A score is a whole number of the scale."))
    return int(value)


def typed_values(form: QueryDict) -> dict[str, str | list[str]]:
    """Return what stands in a form that came back, sound or not."""
    typed: dict[str, str | list[str]] = {name: str(value) for name, value in form.items()}
    return typed | {_WORD: form.getlist(_WORD)}


def stored_values(ballot: Ballot | None) -> dict[str, str | list[str]]:
    """Return the answers of a ballot as its form would send them."""
    if ballot is None:
        return {}
    values: dict[str, str | list[str]] = {
        f"{_PREFIX}{item}": UNKNOWN if score is None else str(score)
        for item, score in ballot.ratings.values_list("item", "score")
    }
    if ballot.consultation.kind == Consultation.Kind.WORDS:
        words = ballot.word_answers.order_by("pk").values_list("word__text", flat=True)
        values[_WORD] = list(words)
    return values


def make_paper(
    consultation: Consultation, language: str, values: Mapping[str, str | list[str]]
) -> Paper:
    """Return the paper of *consultation* in *language*, filled in with *values*; one query."""
    order = fallbacks(language, consultation.session.languages[0])

    def phrase(subject: models.Model, field: str) -> Phrase | None:
        found = first_text(subject, field, order)
        return Phrase(*found) if found else None

    low, high = phrase(consultation, "low"), phrase(consultation, "high")
    ends = {1: low, consultation.scale: high}
    has_words = consultation.kind == Consultation.Kind.WORDS
    lines = []
    for item in () if has_words else consultation.items.select_related("service"):
        name = f"{_PREFIX}{item.pk}"
        answer = str(values.get(name, ""))
        scores = [
            Choice(str(score), answer == str(score), str(ends.get(score) or ""))
            for score in range(1, consultation.scale + 1)
        ]
        text = phrase(item.service, "name") or Phrase(language, item.service.slug)
        lines.append(Line(name, item.service.slug, text, answer, scores))
    words = values.get(_WORD, [])
    words = [words] if isinstance(words, str) else words
    return Paper(
        question=phrase(consultation, "question"),
        low=low,
        high=high,
        lines=lines,
        words=(list(words) + [""] * MOST_WORDS)[:MOST_WORDS],
        has_words=has_words,
    )
