"""The sheet of contributions."""

from collections.abc import Hashable, Iterable, Iterator
from typing import Any

from django.db import models
from django.db.models import Max
from django.utils.translation import gettext_lazy

from cities.models import Contribution
from cities.spreadsheets.lookups import city_lookup, person_lookup, session_lookup
from cities.spreadsheets.row_names import (
    city_called,
    person_called,
    slugs_of,
)
from llex.core.spreadsheets.cells import typed
from llex.core.spreadsheets.changes import Cells
from llex.core.spreadsheets.columns import Choice, Code, Column, FixedColumn, Line, Number
from llex.core.spreadsheets.references import Reference
from llex.core.spreadsheets.resource import SheetResource


def number_when_new(instance: Any, row: Cells, siblings: "models.QuerySet[Any]") -> None:
    """Put a new row after its siblings unless the sheet says where it goes."""
    if instance.pk is None and not typed(row.get("order")).strip():
        last = siblings.aggregate(last=Max("order"))["last"]
        instance.order = 0 if last is None else last + 1


class WithinSession(SheetResource):
    """A sheet of rows that belong to a session, named in a column unless the sheet is of one."""

    class Meta(SheetResource.Meta):
        abstract = True

    def session_columns(self) -> list[Column]:
        """Return the column that names the session, where one is needed."""
        if self.scope:
            return []
        return [Column("session", Reference(session_lookup(), slugs_of), needed=True)]

    def get_queryset(self) -> models.QuerySet[Any]:
        rows = super().get_queryset()
        return rows.filter(session=self.scope) if self.scope else rows

    def init_instance(self, row: Cells | None = None) -> Any:
        instance = super().init_instance(row)
        if self.scope:
            instance.session = self.scope
        return instance

    def session_id(self, row: Cells) -> int | None:
        """Return the session that a typed row belongs to, or None when it names none."""
        session = self.scope or self.cleaned(row, "session")
        return session.pk if session else None


class ContributionResource(WithinSession):
    sheet = "contributions"

    class Meta(SheetResource.Meta):
        model = Contribution

    def columns(self) -> Iterable[Column]:
        language = Code(
            r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*",
            gettext_lazy("“%(typed)s” is not a language code; examples are fr and pt-BR."),
        )
        return [
            *self.session_columns(),
            Column("city", Reference(city_lookup(), city_called), needed=True),
            Column("representative", Reference(person_lookup(), person_called)),
            Column("representative_name", Line()),
            Column("representative_position", Line()),
            Column("original_language", language, blank_keeps=True),
            Column("order", Number(), blank_keeps=True),
            FixedColumn("state", Choice(Contribution.State.choices), blank_keeps=True),
        ]

    def related(self, rows: models.QuerySet[Contribution]) -> models.QuerySet[Contribution]:
        return rows.select_related("session", "city", "representative")

    def keys(self, instance: Contribution) -> Iterator[Hashable]:
        yield (instance.session_id, instance.city_id)

    def keys_typed(self, row: Cells) -> Iterator[Hashable]:
        if city := self.cleaned(row, "city"):
            yield (self.session_id(row), city.pk)

    def before_save_instance(self, instance: Contribution, row: Cells, **kwargs: Any) -> None:
        number_when_new(instance, row, Contribution.objects.filter(session=instance.session))
