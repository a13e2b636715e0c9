"""Words: each voter gives up to three, which are counted as they are or merged by an organiser."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from llex.core.text import Phrase
from priorities.models import Ballot, Consultation, ConsultationItem, Word, WordAnswer
from priorities.questions.kind import (
    BallotForm,
    CastBallot,
    Counted,
    PageLink,
    QuestionKind,
    ResultBar,
    ResultTable,
    Values,
)
from priorities.questions.question_texts import QuestionTexts, pick
from priorities.questions.registry import register
from priorities.questions.word_keys import tidy_word
from priorities.results.published import NoteTexts, WordResult, WordsResult
from priorities.voting.answers import BadAnswers
from priorities.words.counting import count_words
from priorities.words.merging import join_those_alike

MOST_WORDS: Final = 3
LONGEST_WORD: Final = 60
_FIELD: Final = "word"
# As many words as a wall can hold; a large hall gives thousands.
_LIVE_WORDS: Final = 60
_LIVE: Final = ("word", "rank", "count")
# As many words as a phone shows; static/js/priorities/voting.js has the same number.
_PHONE_WORDS: Final = 20
# Sizes of words in the cloud; in the largest one a word has a fifth of these letters at most.
# static/js/priorities/screen.js has the same.
_SIZES: Final = 5
_LETTERS: Final = 60


@dataclass(frozen=True, slots=True)
class WordsForm(BallotForm):
    """The voting form of words: the numbers of its fields."""

    fields: range = range(1, MOST_WORDS + 1)


@dataclass(frozen=True, slots=True)
class ScreenWord:
    """A word, how often it was given, and its size in the cloud from 1 to 5."""

    text: str
    rank: int
    count: int
    size: int


@register
class Words(QuestionKind):
    """Give up to three words. Answers are their texts as they are stored."""

    key = "words"

    def obstacle(self, consultation: Consultation, items: int) -> str:
        if not items:
            return ""
        return _("It asks for words, so no service would be rated. Take the services out first.")

    def organiser_pages(self, consultation: Consultation) -> Iterable[PageLink]:
        if consultation.state != Consultation.State.DRAFT:
            address = reverse("admin:priorities_consultation_words", args=[consultation.pk])
            yield PageLink(_("Merge words"), address)

    def read(self, form: QueryDict) -> list[str]:
        return [str(word) for word in form.getlist(_FIELD)]

    def check(self, consultation: Consultation, given: Sequence[str] | None) -> list[str]:
        plain = (tidy_word(word.replace("\0", " ")) for word in given or ())
        tidy = list(dict.fromkeys(word for word in plain if word))
        if len(tidy) > MOST_WORDS:
            raise BadAnswers(_("Give at most %(number)s words.") % {"number": MOST_WORDS})
        if any(len(word) > LONGEST_WORD for word in tidy):
            text = _("A word has at most %(number)s characters.")
            raise BadAnswers(text % {"number": LONGEST_WORD})
        return tidy

    def asks_only(self) -> str:
        return _("This consultation asks for words.")

    def unanswered(self) -> str:
        return _("Give at least one word.")

    def write(self, consultation: Consultation, ballot: Ballot, answers: Sequence[str]) -> None:
        # In one order for all voters: two who give the same words wait and never deadlock.
        new = [Word(consultation=consultation, text=text) for text in sorted(answers)]
        Word.objects.bulk_create(new, ignore_conflicts=True)
        words = {word.text: word for word in consultation.words.filter(text__in=answers)}
        join_those_alike(consultation, words.values())
        ballot.word_answers.all().delete()
        WordAnswer.objects.bulk_create(
            WordAnswer(ballot=ballot, word=words[text]) for text in answers
        )

    def cast_ballot(self, ballots: QuerySet[Ballot]) -> CastBallot | None:
        found = ballots.order_by("word_answers__pk")
        # A ballot without answers is a row without a word.
        rows: list[tuple[datetime, str, str | None]] = list(
            found.values_list("cast_at", "region", "word_answers__word__text")
        )
        words = [text for _moment, _region, text in rows if text is not None]
        return CastBallot.of(*rows[0][:2], {_FIELD: words}) if rows else None

    def ballot_form(
        self,
        consultation: Consultation,
        items: Iterable[ConsultationItem],
        texts: QuestionTexts,
        order: Sequence[str],
    ) -> BallotForm:
        return WordsForm(pick(texts.question, order))

    def chosen_marks(self, names: Iterable[str], values: Values) -> dict[str, str]:
        return _marks("word", values)

    def sent_marks(self, names: Iterable[str], values: Values) -> dict[str, str]:
        return _marks("sent-word", values)

    def clerk_fields(self, consultation: Consultation) -> dict[str, forms.Field]:
        return {
            f"{_FIELD}-{number}": forms.CharField(
                label=_("Word %(number)s") % {"number": number},
                required=False,
                max_length=LONGEST_WORD,
            )
            for number in range(1, MOST_WORDS + 1)
        }

    def clerk_answers(self, typed: Mapping[str, Any]) -> list[str]:
        return list(typed.values())

    def clerk_hint(self, consultation: Consultation) -> str:
        return _("Up to three words, then Enter.")

    def count(self, consultation: Consultation, ballots: QuerySet[Ballot]) -> dict[str, Any]:
        return {"words": count_words(consultation, ballots)}

    def was_asked(self, results: Counted) -> bool:
        return True

    def live(self, counted: Counted) -> dict[str, Any]:
        results: dict[str, Any] = {"scale": counted["scale"], "items": []}
        if words := counted.get("words"):
            results["words"] = [
                {name: word[name] for name in _LIVE} for word in words[:_LIVE_WORDS]
            ]
        return results

    def bars(
        self, counted: Counted, texts: QuestionTexts, order: Sequence[str]
    ) -> Iterable[ResultBar]:
        frequent = counted.get("words", [])[:_PHONE_WORDS]
        most = max((row["count"] for row in frequent), default=1)
        for row in frequent:
            share = round(100 * row["count"] / most, 1)
            yield ResultBar(Phrase("", row["word"]), "", row["count"], share, row["count"])

    def screen(
        self,
        consultation: Consultation,
        items: Iterable[ConsultationItem],
        texts: QuestionTexts,
        codes: Sequence[str],
        results: Counted | None,
    ) -> list[ScreenWord]:
        found = (results or {}).get("words", [])
        most = max((word["count"] for word in found), default=1)
        return [
            ScreenWord(word["word"], word["rank"], word["count"], _size(word, most))
            for word in found
        ]

    def table(self, result: Any) -> ResultTable:
        heads = [pgettext("column of a table", "Rank"), pgettext("column of a table", "Word")]
        heads += [pgettext("column of a table", "Ballots"), _("Also written")]
        rows = (
            [word["rank"], word["word"], word["count"], " · ".join(word["spellings"])]
            for word in result.frozen["words"]
        )
        return ResultTable(heads, rows)

    def result(self, frozen: Counted, texts: NoteTexts, common: Mapping[str, Any]) -> WordsResult:
        words = tuple(
            WordResult(word["rank"], word["word"], word["count"], tuple(word["spellings"]))
            for word in frozen["words"]
        )
        low, high = texts.phrase(frozen["low"]), texts.phrase(frozen["high"])
        return WordsResult(**common, scale=frozen["scale"], low=low, high=high, words=words)


def _marks(prefix: str, values: Values) -> dict[str, str]:
    words = list(values.get(_FIELD, ()))[:MOST_WORDS]
    return {f"{prefix}-{number}": escape(word) for number, word in enumerate(words, start=1)}


def _size(word: Mapping[str, Any], most: int) -> int:
    """Return the size of a word: by its count, unless it is so long that it would fill the wall."""
    by_count = -(-_SIZES * word["count"] // most)
    return max(1, min(by_count, _LETTERS // max(1, len(word["word"]))))
