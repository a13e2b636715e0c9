"""Choice: each voter picks one of the services, or up to so many of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from priorities.kinds import first_ballots
from priorities.kinds.of_services import QuestionOnServices
from priorities.live.service_rows import ChoiceRow, choice_rows
from priorities.models import Ballot, Consultation, ConsultationItem, Selection
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
from priorities.results.counting import count_choices
from priorities.results.published import ChoiceResult, ChosenItem, NoteTexts, ServiceName
from priorities.results.scales import percentage
from priorities.voting.answers import BadAnswers
from priorities.voting.fields import foreign_service

FIELD: Final = "choice"
# Longer figures are no keys, and int() refuses very long ones.
_LONGEST_KEY: Final = 18
# A choice among fewer services is none.
_FEWEST_ITEMS: Final = 2
_LIVE: Final = ("service", "rank", "count")
_FIRST_BALLOT: Final = first_ballots.statement(
    "choice", "priorities_selection", "%(count)s <= max_choices"
)


@dataclass(frozen=True, slots=True)
class ChoiceForm(BallotForm):
    """The voting form of a choice: radio buttons where one is picked, else checkboxes."""

    most: int = 1
    limit: str = ""
    too_many: str = ""


@register
class Choice(QuestionOnServices):
    """Pick up to *max_choices* of the services. Answers are the keys of items."""

    key = "choice"
    settings = ("max_choices",)
    service_rows = "choices"

    def obstacle(self, consultation: Consultation, items: int) -> str:
        if items < _FEWEST_ITEMS:
            return _("There is nothing to choose from yet. Add at least two services.")
        if consultation.max_choices > items:
            text = ngettext(
                "Up to %(most)s may be chosen, but there is only %(items)s service.",
                "Up to %(most)s may be chosen, but there are only %(items)s services.",
                items,
            )
            return text % {"most": consultation.max_choices, "items": items}
        return ""

    def required_texts(self, consultation: Consultation) -> Iterable[RequiredText]:
        for item in consultation.items.select_related("service"):
            yield RequiredText(item.service, "name", str(item.service))

    def doubts(self, consultation: Consultation) -> Iterable[str]:
        if consultation.max_choices == consultation.items.count():
            yield _("All services may be chosen, so the result may not tell them apart.")

    def read(self, form: QueryDict) -> list[int]:
        values = [str(value) for value in form.getlist(FIELD) if value]
        if not all(value.isdecimal() and len(value) <= _LONGEST_KEY for value in values):
            raise BadAnswers(foreign_service())
        return list(dict.fromkeys(map(int, values)))

    def check(self, consultation: Consultation, given: Sequence[int] | None) -> list[int]:
        chosen = list(dict.fromkeys(given or ()))
        if not set(chosen) <= set(consultation.items.values_list("pk", flat=True)):
            raise BadAnswers(foreign_service())
        if len(chosen) > consultation.max_choices:
            raise BadAnswers(at_most(consultation.max_choices))
        return sorted(chosen)

    def asks_only(self) -> str:
        return _("This consultation asks for a choice of services.")

    def unanswered(self) -> str:
        return _("Choose at least one.")

    def write(self, consultation: Consultation, ballot: Ballot, answers: Sequence[int]) -> None:
        ballot.selections.exclude(item_id__in=answers).delete()
        Selection.objects.bulk_create(
            [Selection(ballot=ballot, item_id=item) for item in answers], ignore_conflicts=True
        )

    def first_ballot(self, given: Sequence[int]) -> InsertStatement | None:
        if not first_ballots.are_keys(given):
            return None
        # Sorted, so that the rows do not show the order in which they were chosen.
        return InsertStatement(_FIRST_BALLOT, {"items": sorted(given), "count": len(given)})

    def cast_ballot(self, ballots: QuerySet[Ballot]) -> CastBallot | None:
        found = ballots.order_by("selections__item")
        rows: list[tuple[datetime, str, int | None]] = list(
            found.values_list("cast_at", "region", "selections__item")
        )
        chosen = [str(item) for _moment, _region, item in rows if item is not None]
        return CastBallot.of(*rows[0][:2], {FIELD: chosen}) if rows else None

    def ballot_form(
        self,
        consultation: Consultation,
        items: Iterable[ConsultationItem],
        texts: QuestionTexts,
        order: Sequence[str],
    ) -> BallotForm:
        lines = [
            BallotItem(FIELD, str(item.pk), slug, texts.name(slug, order))
            for item in items
            for slug in [item.service.slug]
        ]
        most = consultation.max_choices
        return ChoiceForm(pick(texts.question, order), lines, most, limit(most), at_most(most))

    def chosen_marks(self, names: Iterable[str], values: Values) -> dict[str, str]:
        return {f"{FIELD}={int(item)}": " checked" for item in _decimal(values)}

    def sent_marks(self, names: Iterable[str], values: Values) -> dict[str, str]:
        return {f"sent-{FIELD}-{int(item)}": "1" for item in _decimal(values)}

    def clerk_fields(self, consultation: Consultation) -> dict[str, forms.Field]:
        items = consultation.items.select_related("service")
        choices = [(str(item.pk), str(item.service)) for item in items]
        label = pgettext("what was chosen", "Choice")
        if consultation.max_choices == 1:
            one = forms.ChoiceField(
                label=label, choices=choices, required=False, widget=forms.RadioSelect
            )
            return {FIELD: one}
        several = forms.MultipleChoiceField(
            label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
        )
        return {FIELD: several}

    def clerk_answers(self, typed: Mapping[str, Any]) -> list[int]:
        return [int(item) for item in _listed(typed[FIELD])]

    def clerk_hint(self, consultation: Consultation) -> str:
        keys = _("Tab and the space bar choose; Enter sends the ballot.")
        return f"{limit(consultation.max_choices)} {keys}"

    def clerk_summary(self, form: forms.Form, names: Iterable[str]) -> list[str]:
        names_of = dict(form.fields[FIELD].choices)  # type: ignore[attr-defined]
        chosen = [names_of[item] for item in _listed(form.cleaned_data[FIELD])]
        return chosen or ["–"]

    def count(self, consultation: Consultation, ballots: QuerySet[Ballot]) -> dict[str, Any]:
        return {
            "max_choices": consultation.max_choices,
            "choices": count_choices(consultation, ballots),
        }

    def group_values(self, counted: Counted, ballots: int) -> GroupValues:
        return {
            row["service"]: (percentage(row["count"], ballots), ballots)
            for row in counted["choices"]
        }

    def live(self, counted: Counted) -> dict[str, Any]:
        rows = [{name: row[name] for name in _LIVE} for row in counted.get("choices", ())]
        return {"ballots": counted["ballots"], "choices": rows}

    def bars(
        self, counted: Counted, texts: QuestionTexts, order: Sequence[str]
    ) -> Iterable[ResultBar]:
        ballots = counted["ballots"]
        for row in counted.get("choices", ()):
            text = texts.name(row["service"], order)
            share = percentage(row["count"], ballots)
            yield ResultBar(text, row["service"], row["count"], share, ballots)

    def screen(
        self,
        consultation: Consultation,
        items: Iterable[ConsultationItem],
        texts: QuestionTexts,
        codes: Sequence[str],
        results: Counted | None,
    ) -> list[ChoiceRow]:
        return choice_rows(items, texts, codes, results)

    def table(self, result: Any) -> ResultTable:
        heads = [pgettext("column of a table", "Rank"), _("Public service")]
        heads += [pgettext("column of a table", "Ballots"), _("Share of ballots (%)")]
        ballots = result.frozen["ballots"]
        rows = (
            [
                row["rank"],
                result.pick(row["name"]) or row["service"],
                row["count"],
                percentage(row["count"], ballots),
            ]
            for row in result.frozen.get("choices", ())
        )
        return ResultTable(heads, rows)

    def facts(self, result: Any) -> Iterable[tuple[str, Any]]:
        yield _("How many could be chosen"), result.frozen.get("max_choices", "")

    def open_data(self, frozen: Counted) -> dict[str, Any]:
        return {name: frozen[name] for name in ("max_choices", "choices") if name in frozen}

    def result(self, frozen: Counted, texts: NoteTexts, common: Mapping[str, Any]) -> ChoiceResult:
        choices = tuple(
            ChosenItem(
                row["rank"],
                ServiceName(row["service"], texts.always(row["name"])),
                row["count"],
            )
            for row in frozen.get("choices", ())
        )
        return ChoiceResult(**common, max_choices=frozen.get("max_choices", 1), choices=choices)


def limit(most: int) -> str:
    """Return how many services may be chosen."""
    if most == 1:
        return _("Choose one.")
    text = ngettext("Choose up to %(number)s.", "Choose up to %(number)s.", most)
    return text % {"number": most}


def at_most(most: int) -> str:
    """Return the refusal of a ballot on which too many services are chosen."""
    text = ngettext("Choose at most %(number)s.", "Choose at most %(number)s.", most)
    return text % {"number": most}


def _listed(chosen: str | Sequence[str]) -> list[str]:
    return [chosen] if chosen and isinstance(chosen, str) else list(chosen)


def _decimal(values: Values) -> list[str]:
    """Return the values of the field that can be keys, as a form that came back may hold others."""
    return [one for one in values.get(FIELD, ()) if one.isdecimal() and len(one) <= _LONGEST_KEY]
