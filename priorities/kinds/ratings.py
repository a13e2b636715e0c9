"""Ratings: each service gets a score from 1 to the highest, or “I don’t know”."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.html import escape
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from llex.core.languages.translation_marks import text_in
from llex.core.text import Phrase
from priorities.kinds import first_ballots
from priorities.kinds.of_services import QuestionOnServices
from priorities.live.service_rows import RatingRow, rating_rows
from priorities.models import Ballot, Consultation, ConsultationItem, Rating
from priorities.questions.kind import (
    BallotForm,
    BallotItem,
    CastBallot,
    Counted,
    InsertStatement,
    RequiredText,
    ResultBar,
    ResultTable,
    Values,
)
from priorities.questions.question_texts import QuestionTexts, pick
from priorities.questions.registry import register
from priorities.results.breakdown import GroupValues
from priorities.results.counting import count_ratings
from priorities.results.published import ItemResult, NoteTexts, RatingsResult, ServiceName
from priorities.results.scales import percent
from priorities.voting.answers import BadAnswers
from priorities.voting.fields import UNKNOWN_FIGURE, FigureField, foreign_service
from priorities.voting.scale_labels import differing_labels, unlabelled_ends

UNKNOWN: Final = "unknown"
_PREFIX: Final = "item-"
# Longer figures are no keys and no scores, and int() refuses very long ones.
_LONGEST_KEY, _LONGEST_SCORE = 18, 3
# What a score column holds at most; the consultation's own scale is in the statement.
_HIGHEST: Final = 10
_LIVE: Final = ("service", "rank", "mean", "answers", "dont_know", "distribution")
_FIRST_BALLOT: Final = first_ballots.statement(
    "ratings",
    "priorities_rating",
    "%(low)s >= 1 AND %(high)s <= scale",
    ("score", "smallint[]"),
)


@dataclass(frozen=True, slots=True)
class ScoreChoice:
    """One of the answers to an item; the ends of the scale have a *meaning*."""

    value: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class RatingsForm(BallotForm):
    """The voting form of ratings: the scores of each item and the labels of the ends."""

    low: Phrase | None = None
    high: Phrase | None = None
    scores: Sequence[ScoreChoice] = ()


@register
class Ratings(QuestionOnServices):
    """Rate services from 1 to *scale*. Answers are scores by the keys of items."""

    key = "ratings"
    settings = ("scale",)
    service_rows = "items"

    def obstacle(self, consultation: Consultation, items: int) -> str:
        return "" if items else _("There is no service to rate yet. Add at least one.")

    def required_texts(self, consultation: Consultation) -> Iterable[RequiredText]:
        # An end label that is written in no language is no gap: the figures then stand alone.
        wanted = consultation.session.languages
        for name in ("low", "high"):
            if any(text_in(consultation, name, code).strip() for code in wanted):
                label = str(consultation._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
                yield RequiredText(consultation, name, capfirst(label))
        for item in consultation.items.select_related("service"):
            yield RequiredText(item.service, "name", str(item.service))

    def doubts(self, consultation: Consultation) -> Iterable[str]:
        return [*unlabelled_ends(consultation), *differing_labels(consultation)]

    def read(self, form: QueryDict) -> dict[int, int | None]:
        ratings: dict[int, int | None] = {}
        for name, value in form.items():
            if name.startswith(_PREFIX) and value:
                item = name.removeprefix(_PREFIX)
                if not item.isdecimal() or len(item) > _LONGEST_KEY:
                    raise BadAnswers(foreign_service())
                ratings[int(item)] = None if value == UNKNOWN else _score(str(value))
        return ratings

    def check(
        self, consultation: Consultation, given: Mapping[int, int | None] | None
    ) -> dict[int, int | None]:
        ratings = dict(given or {})
        if not ratings.keys() <= set(consultation.items.values_list("pk", flat=True)):
            raise BadAnswers(foreign_service())
        highest = consultation.scale
        if not all(score is None or 1 <= score <= highest for score in ratings.values()):
            text = _("A score is a whole number between 1 and %(scale)s.")
            raise BadAnswers(text % {"scale": highest})
        return ratings

    def asks_only(self) -> str:
        return _("This consultation asks for scores.")

    def unanswered(self) -> str:
        return _("Rate at least one.")

    def write(
        self, consultation: Consultation, ballot: Ballot, answers: Mapping[int, int | None]
    ) -> None:
        ballot.ratings.exclude(item_id__in=answers).delete()
        Rating.objects.bulk_create(
            [Rating(ballot=ballot, item_id=item, score=score) for item, score in answers.items()],
            update_conflicts=True,
            unique_fields=["ballot", "item"],
            update_fields=["score"],
        )

    def first_ballot(self, given: Mapping[int, int | None]) -> InsertStatement | None:
        scores = [score for score in given.values() if score is not None]
        if not first_ballots.are_keys(given) or not all(0 < one <= _HIGHEST for one in scores):
            return None
        values = {
            "low": min(scores, default=1),
            "high": max(scores, default=1),
            "items": list(given),
            "values": list(given.values()),
            "count": len(given),
        }
        return InsertStatement(_FIRST_BALLOT, values)

    def cast_ballot(self, ballots: QuerySet[Ballot]) -> CastBallot | None:
        rated: list[tuple[datetime, str, int | None, int | None]] = list(
            ballots.values_list("cast_at", "region", "ratings__item", "ratings__score")
        )
        values = {
            f"{_PREFIX}{item}": [UNKNOWN if score is None else str(score)]
            for _moment, _region, item, score in rated
            if item is not None
        }
        return CastBallot.of(*rated[0][:2], values) if rated else None

    def ballot_form(
        self,
        consultation: Consultation,
        items: Iterable[ConsultationItem],
        texts: QuestionTexts,
        order: Sequence[str],
    ) -> BallotForm:
        low, high = pick(texts.low, order), pick(texts.high, order)
        ends = {1: low, consultation.scale: high}
        scores = [
            ScoreChoice(str(score), str(ends.get(score) or ""))
            for score in range(1, consultation.scale + 1)
        ]
        lines = [
            BallotItem(f"{_PREFIX}{item.pk}", "", slug, texts.name(slug, order))
            for item in items
            for slug in [item.service.slug]
        ]
        return RatingsForm(pick(texts.question, order), lines, low, high, scores)

    def chosen_marks(self, names: Iterable[str], values: Values) -> dict[str, str]:
        return {f"{name}={_last(values, name)}": " checked" for name in names}

    def sent_marks(self, names: Iterable[str], values: Values) -> dict[str, str]:
        unknown = escape(_("I don’t know"))
        return {
            f"sent-{name}": unknown if value == UNKNOWN else escape(value)
            for name in names
            if (value := _last(values, name))
        }

    def clerk_fields(self, consultation: Consultation) -> dict[str, forms.Field]:
        figures = "|".join(str(score) for score in range(1, consultation.scale + 1))
        invalid = _("Type 1 to %(scale)s, ? or nothing.") % {"scale": consultation.scale}
        return {
            f"{_PREFIX}{item.pk}": FigureField(
                f"^({figures}|\\?)$",
                label=str(item.service),
                required=False,
                max_length=2,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
                error_messages={"invalid": invalid},
            )
            for item in consultation.items.select_related("service")
        }

    def clerk_answers(self, typed: Mapping[str, Any]) -> dict[int, int | None]:
        return {
            int(name.removeprefix(_PREFIX)): None if value == UNKNOWN_FIGURE else int(value)
            for name, value in typed.items()
            if value
        }

    def clerk_hint(self, consultation: Consultation) -> str:
        text = _(
            "Type a figure from 1 to %(highest)s for each service; ? for “I don’t know”; nothing"
            " where the voter gives no rating. The next field comes by itself, and Enter sends the"
            " ballot."
        )
        return text % {"highest": consultation.scale}

    def count(self, consultation: Consultation, ballots: QuerySet[Ballot]) -> dict[str, Any]:
        return {"items": count_ratings(consultation, ballots)}

    def group_values(self, counted: Counted, ballots: int) -> GroupValues:
        rated = {one["service"]: (one["mean"], one["answers"]) for one in counted["items"]}
        return {service: one for service, one in rated.items() if one[1]}

    def live(self, counted: Counted) -> dict[str, Any]:
        items = [{name: item[name] for name in _LIVE} for item in counted.get("items", ())]
        return {"scale": counted["scale"], "items": items}

    def bars(
        self, counted: Counted, texts: QuestionTexts, order: Sequence[str]
    ) -> Iterable[ResultBar]:
        for row in counted.get("items", ()):
            text = texts.name(row["service"], order)
            share = percent(row["mean"], counted["scale"])
            yield ResultBar(text, row["service"], row["mean"], share, row["answers"])

    def screen(
        self,
        consultation: Consultation,
        items: Iterable[ConsultationItem],
        texts: QuestionTexts,
        codes: Sequence[str],
        results: Counted | None,
    ) -> list[RatingRow]:
        return rating_rows(items, texts, codes, results, consultation.scale)

    def table(self, result: Any) -> ResultTable:
        scores = range(1, result.frozen["scale"] + 1)
        heads = [pgettext("column of a table", "Rank"), _("Public service")]
        heads += [pgettext("column of a table", "Mean"), pgettext("column of a table", "Answers")]
        rows = (
            [
                item["rank"],
                result.pick(item["name"]) or item["service"],
                item["mean"],
                item["answers"],
                item["dont_know"],
                *item["distribution"],
            ]
            for item in result.frozen["items"]
        )
        heads += [_("Don’t know"), *(_("Score %(score)s") % {"score": one} for one in scores)]
        return ResultTable(heads, rows)

    def facts(self, result: Any) -> Iterable[tuple[str, Any]]:
        yield _("Highest score"), result.frozen["scale"]
        yield _("Meaning of the lowest score"), result.pick(result.frozen["low"])
        yield _("Meaning of the highest score"), result.pick(result.frozen["high"])

    def result(self, frozen: Counted, texts: NoteTexts, common: Mapping[str, Any]) -> RatingsResult:
        items = tuple(
            ItemResult(
                rank=item["rank"],
                service=ServiceName(item["service"], texts.always(item["name"])),
                mean=item["mean"],
                answers=item["answers"],
                dont_know=item["dont_know"],
                distribution=tuple(item["distribution"]),
            )
            for item in frozen["items"]
        )
        low, high = texts.phrase(frozen["low"]), texts.phrase(frozen["high"])
        return RatingsResult(**common, scale=frozen["scale"], low=low, high=high, items=items)


def _score(value: str) -> int:
    if not value.isdecimal() or len(value) > _LONGEST_SCORE:
        raise BadAnswers(_("A score is a whole number of the scale."))
    return int(value)


def _last(values: Values, name: str) -> str:
    return next(iter(reversed(values.get(name, ()))), "")
