"""The sheets of challenges and policy responses."""

from collections.abc import Hashable, Iterable, Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy

from cities.models import Challenge, Contribution, PolicyResponse
from cities.spreadsheets.contributions import number_when_new
from cities.spreadsheets.lookups import city_lookup, session_lookup
from cities.spreadsheets.row_names import (
    answer_called,
    answer_lookup,
    city_called,
    service_called,
    slugs_of,
)
from cities.wording.answer_fields import (
    CHALLENGE_FIELDS,
    RESPONSE_FIELDS,
    AnswerField,
    Kind,
)
from llex.core import languages
from llex.core.spreadsheets.cells import lines, typed
from llex.core.spreadsheets.changes import Cells
from llex.core.spreadsheets.columns import Column, FixedColumn, Line, Number, in_languages
from llex.core.spreadsheets.lookups import Lookup, in_every_language
from llex.core.spreadsheets.moments import Day
from llex.core.spreadsheets.references import Reference, References
from llex.core.spreadsheets.resource import SheetResource
from priorities.models import Service
from priorities.spreadsheets.services import service_lookup


class ContributionOfCity(Reference):
    """The contribution of the city in this cell to the session of its row."""

    def __init__(self, scope: Any) -> None:
        super().__init__(city_lookup(), city_called)
        self._scope, self._sessions = scope, session_lookup()
        rows = Contribution.objects.select_related("city", "session")
        self._contributions = Lookup(
            (rows.filter(session=scope) if scope else rows).all,
            [lambda row: [f"{row.session_id} {row.city_id}"]],
            gettext_lazy("This city has no contribution in the session; add it first."),
        )

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Contribution | None:
        city = super().clean(value)
        session = self._scope or self._sessions.find(typed(row.get("session")).strip())
        return self._contributions.find(f"{session.pk} {city.pk}") if city else None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return super().render(value.city if value is not None else None)


def _columns(field: AnswerField) -> list[Column]:
    if field.is_translated:
        return list(in_languages(field.name))
    match field.kind:
        case Kind.SERVICES:
            return [Column(field.name, References(service_lookup(), service_called, model=Service))]
        case Kind.DAY:
            return [Column(field.name, Day())]
        case Kind.PROSE:
            return [Column(field.name)]
    return [Column(field.name, Line())]


class AnswerResource(SheetResource):
    """Base of the sheets of responses and challenges."""

    class Meta(SheetResource.Meta):
        abstract = True

    def contribution_columns(self) -> list[Column]:
        """Return the columns that tell the contribution and the place in it."""
        city = FixedColumn(
            "city",
            ContributionOfCity(self.scope),
            attribute="contribution",
            needed=True,
            once=True,
        ).headed(gettext_lazy("city"))
        session = Column(
            "session",
            Reference(session_lookup(), slugs_of),
            attribute="contribution__session",
            needed=True,
            readonly=True,
        )
        return [
            *([] if self.scope else [session]),
            city,
            Column("order", Number(), blank_keeps=True),
        ]

    def answer_columns(self, fields: Iterable[AnswerField]) -> list[Column]:
        """Return the columns of declared fields, those of texts in each language."""
        return [column for field in fields for column in _columns(field)]

    def get_queryset(self) -> models.QuerySet[Any]:
        rows = super().get_queryset().order_by("contribution__order", "contribution", "order", "pk")
        return rows.filter(contribution__session=self.scope) if self.scope else rows

    def related(self, rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
        return rows.select_related("contribution__city", "contribution__session").prefetch_related(
            "services"
        )

    def keys(self, instance: Any) -> Iterator[Hashable]:
        yield ("order", instance.contribution_id, instance.order)
        for text in in_every_language(instance, "text"):
            yield ("text", instance.contribution_id, lines(text).strip())

    def keys_typed(self, row: Cells) -> Iterator[Hashable]:
        contribution = self.cleaned(row, "city")
        if contribution is None:
            return
        order = self.cleaned(row, "order")
        if order is not None:
            yield ("order", contribution.pk, order)
            return
        for code in languages.CODES:
            if text := typed(row.get(f"text_{code}")).strip():
                yield ("text", contribution.pk, text)

    def before_save_instance(self, instance: Any, row: Cells, **kwargs: Any) -> None:
        siblings = self._meta.model.objects.filter(contribution=instance.contribution)
        number_when_new(instance, row, siblings)


class ChallengeResource(AnswerResource):
    sheet = "challenges"

    class Meta(SheetResource.Meta):
        model = Challenge

    def columns(self) -> Iterable[Column]:
        return [*self.contribution_columns(), *self.answer_columns(CHALLENGE_FIELDS)]


class ResponseResource(AnswerResource):
    sheet = "responses"

    class Meta(SheetResource.Meta):
        model = PolicyResponse

    def columns(self) -> Iterable[Column]:
        challenges = answer_lookup(
            Challenge.objects,
            gettext_lazy(
                "“%(typed)s” is not a challenge; give its city and number, such as Lisbon 2."
            ),
            self.scope,
        )
        after = 1 + [field.name for field in RESPONSE_FIELDS].index("services")
        return [
            *self.contribution_columns(),
            *self.answer_columns(RESPONSE_FIELDS[:after]),
            Column("answers", References(challenges, answer_called, model=Challenge)),
            *self.answer_columns(RESPONSE_FIELDS[after:]),
        ]

    def related(self, rows: models.QuerySet[PolicyResponse]) -> models.QuerySet[PolicyResponse]:
        return super().related(rows).prefetch_related("answers")
