"""The ballot paper: what a voter sees, what was chosen, and reading it when it comes back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext as _

from llex.core.languages import fallbacks
from llex.core.text import Phrase
from priorities.models import Ballot, Consultation, ConsultationItem
from priorities.voting.answers import MOST_WORDS, Answers, BadAnswers
from priorities.voting.question_texts import QuestionTexts, pick

UNKNOWN: Final = "unknown"
_PREFIX: Final = "item-"
WORD: Final = "word"
# Longer figures are no keys and no scores, and int() refuses very long ones.
_LONGEST_KEY: Final = 18
_LONGEST_SCORE: Final = 3


# What stands in the fields of a form, by their names.
Values = Mapping[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class ScoreChoice:
    """One of the answers to an item; *meaning* is said of the ends of the scale."""

    value: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class BallotItem:
    """An item of the paper: *name* is that of its field."""

    name: str
    service: str
    text: Phrase
    scores: list[ScoreChoice]


@dataclass(frozen=True, slots=True)
class BallotForm:
    """A consultation in one language, as all voters get it."""

    question: Phrase | None
    low: Phrase | None
    high: Phrase | None
    lines: list[BallotItem]
    words: range


@dataclass(frozen=True, slots=True)
class CastBallot:
    """A ballot as it was received: when, and its answers as its form would send them."""

    cast_at: datetime
    values: Values


def read_answers(form: QueryDict) -> Answers:
    """Read what was sent. Raise BadAnswers where something is no answer at all."""
    ratings: dict[int, int | None] = {}
    for name, value in form.items():
        if name.startswith(_PREFIX) and value:
            item = name.removeprefix(_PREFIX)
            if not item.isdecimal() or len(item) > _LONGEST_KEY:
                raise BadAnswers(_("This ballot names a service that is not part of the question."))
            ratings[int(item)] = None if value == UNKNOWN else _score(str(value))
    return Answers(ratings, form.getlist(WORD))


def _score(value: str) -> int:
    if not value.isdecimal() or len(value) > _LONGEST_SCORE:
        raise BadAnswers(_("A score is a whole number of the scale."))
    return int(value)


def typed_values(form: QueryDict) -> dict[str, str | list[str]]:
    """Return what stands in a form that came back, sound or not."""
    typed: dict[str, str | list[str]] = {name: str(value) for name, value in form.items()}
    return typed | {WORD: form.getlist(WORD)}


class ConsultationSnapshot(NamedTuple):
    """What must be known anew for each page: which consultation it is, and how it stands now."""

    pk: int
    kind: str
    state: str
    revealed_at: datetime | None
    closed_at: datetime | None
    is_closed_hall: bool
    languages: list[str]
    time_zone: str


def consultation_snapshot(code: str) -> ConsultationSnapshot | None:
    """Return the consultation of a code, or None where there is none; one small query."""
    rows = Consultation.objects.filter(code=code).order_by()
    kept = ("pk", "kind", "state", "revealed_at", "closed_at", "is_closed_hall")
    found = rows.values_list(*kept, "session__languages", "session__time_zone")[:1]
    return next((ConsultationSnapshot(*row) for row in found), None)


def cast_ballot_of(hall: ConsultationSnapshot, key: str) -> CastBallot | None:
    """Return the ballot of a voter's key, or None where there is none; one query."""
    ballots = Ballot.objects.filter(consultation=hall.pk, voter_key=key)
    if hall.kind == Consultation.Kind.WORDS:
        found = ballots.order_by("word_answers__pk")
        # A ballot without answers is a row without them.
        rows: list[tuple[datetime, str | None]] = list(
            found.values_list("cast_at", "word_answers__word__text")
        )
        words = [text for _moment, text in rows if text is not None]
        return CastBallot(rows[0][0], {WORD: words}) if rows else None
    rated: list[tuple[datetime, int | None, int | None]] = list(
        ballots.values_list("cast_at", "ratings__item", "ratings__score")
    )
    values = {
        f"{_PREFIX}{item}": UNKNOWN if score is None else str(score)
        for _moment, item, score in rated
        if item is not None
    }
    return CastBallot(rated[0][0], values) if rated else None


def make_ballot_form(
    consultation: Consultation,
    items: Iterable[ConsultationItem],
    words: QuestionTexts,
    language: str,
) -> BallotForm:
    """Return the paper of *consultation* in *language*; no query."""
    order = fallbacks(language, consultation.session.languages[0])
    low, high = pick(words.low, order), pick(words.high, order)
    ends = {1: low, consultation.scale: high}
    scores = [
        ScoreChoice(str(score), str(ends.get(score) or ""))
        for score in range(1, consultation.scale + 1)
    ]
    asks_words = consultation.kind == Consultation.Kind.WORDS
    lines = [
        BallotItem(
            f"{_PREFIX}{item.pk}", item.service.slug, words.name(item.service.slug, order), scores
        )
        for item in (() if asks_words else items)
    ]
    fields = range(1, MOST_WORDS + 1) if asks_words else range(0)
    return BallotForm(pick(words.question, order), low, high, lines, fields)
