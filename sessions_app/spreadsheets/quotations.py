"""The sheet of quotations."""

from collections.abc import Hashable, Iterable, Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from cities.spreadsheets.contributions import number_when_new
from cities.spreadsheets.row_names import id_of, names_of_person
from llex.core import languages
from llex.core.spreadsheets.cells import lines, typed
from llex.core.spreadsheets.columns import Choice, Column, Number, YesNo, in_languages
from llex.core.spreadsheets.lookups import Lookup, in_every_language
from llex.core.spreadsheets.references import Reference
from llex.core.spreadsheets.resource import Cells, SheetResource
from llex.core.text.name_keys import normalize_key
from sessions_app.models import Participant, Quote


def _speaker_lookup(session: Any) -> Lookup:
    return Lookup(
        Participant.objects.filter(session=session).select_related("person").all,
        [lambda one: names_of_person(one.person), lambda one: [id_of(one)]],
        _("“%(typed)s” is not a participant of this session; add them to the participants first."),
        normalize_key,
    )


class QuotationResource(SheetResource):
    """Quotations of one session, each by a participant."""

    sheet = "quotations"

    class Meta(SheetResource.Meta):
        model = Quote

    def columns(self) -> Iterable[Column]:
        speaker = Reference(_speaker_lookup(self.scope), lambda one: [str(one.person.name)])
        return [
            Column("speaker", speaker, needed=True),
            *in_languages("text"),
            Column("section", Choice(Quote.Section.choices), blank_keeps=True),
            Column("cleared", YesNo(), attribute="is_cleared", blank_keeps=True),
            Column("order", Number(), blank_keeps=True),
        ]

    def get_queryset(self) -> models.QuerySet[Quote]:
        return Quote.objects.filter(session=self.scope)

    def related(self, rows: models.QuerySet[Quote]) -> models.QuerySet[Quote]:
        return rows.select_related("speaker__person")

    def init_instance(self, row: Cells | None = None) -> Quote:
        instance: Quote = super().init_instance(row)
        instance.session = self.scope
        return instance

    def keys(self, instance: Quote) -> Iterator[Hashable]:
        for text in in_every_language(instance, "text"):
            yield lines(text).strip()

    def keys_typed(self, row: Cells) -> Iterator[Hashable]:
        for code in languages.CODES:
            if text := typed(row.get(f"text_{code}")).strip():
                yield text

    def before_save_instance(self, instance: Quote, row: Cells, **kwargs: Any) -> None:
        number_when_new(instance, row, Quote.objects.filter(session=self.scope))
