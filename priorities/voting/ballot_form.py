"""The voting form: what a voter sees, what was chosen, and reading it when it comes back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext as _

from llex.core.languages import fallbacks
from llex.core.languages.regions import INHABITED
from priorities.models import Ballot, Consultation, ConsultationItem
from priorities.questions.kind import REGION, BallotForm, CastBallot
from priorities.questions.question_texts import QuestionTexts
from priorities.questions.registry import all_kinds, kind_of
from priorities.voting.answers import Answers, BadAnswers


def read_answers(form: QueryDict) -> Answers:
    """Read what was sent. Raise BadAnswers for a value that no field of a voting form has."""
    return Answers(**{kind.key: kind.read(form) for kind in all_kinds()})


def read_region(form: QueryDict) -> str:
    """Read the region that was chosen, empty for none. Raise BadAnswers for what is no region."""
    region = str(form.get(REGION, ""))
    if region and region not in INHABITED:
        raise BadAnswers(_("This is not one of the regions of the world."))
    return region


def typed_values(form: QueryDict) -> dict[str, list[str]]:
    """Return the values of a form that came back, valid or not."""
    return {name: [str(value) for value in values] for name, values in form.lists()}


class ConsultationSnapshot(NamedTuple):
    """The consultation of a page and its present state, read for each request."""

    pk: int
    kind: str
    state: str
    revealed_at: datetime | None
    closed_at: datetime | None
    is_closed_hall: bool
    languages: list[str]
    time_zone: str


def consultation_snapshot(code: str) -> ConsultationSnapshot | None:
    """Return the consultation of a code, or None for an unknown code; one small query."""
    rows = Consultation.objects.filter(code=code).order_by()
    columns = ("pk", "kind", "state", "revealed_at", "closed_at", "is_closed_hall")
    found = rows.values_list(*columns, "session__languages", "session__time_zone")[:1]
    return next((ConsultationSnapshot(*row) for row in found), None)


def cast_ballot_of(hall: ConsultationSnapshot, key: str) -> CastBallot | None:
    """Return the ballot of a voter's key, or None if there is none; one query."""
    return kind_of(hall).cast_ballot(Ballot.objects.filter(consultation=hall.pk, voter_key=key))


def make_ballot_form(
    consultation: Consultation,
    items: Iterable[ConsultationItem],
    texts: QuestionTexts,
    language: str,
) -> BallotForm:
    """Return the voting form of *consultation* in *language*; no query."""
    order = fallbacks(language, consultation.session.languages[0])
    return kind_of(consultation).ballot_form(consultation, items, texts, order)
