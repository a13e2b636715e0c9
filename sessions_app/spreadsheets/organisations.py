"""The sheet of organisations: conveners, partners and networks of cities."""

from collections.abc import Hashable, Iterable, Iterator
from typing import Any

from django.db import models

from llex.core.spreadsheets.changes import Cells
from llex.core.spreadsheets.columns import Column, Line, in_languages
from llex.core.spreadsheets.lookups import in_every_language
from llex.core.spreadsheets.resource import SheetResource
from llex.core.text.name_keys import normalize_key
from sessions_app.models import Organisation


class OrganisationResource(SheetResource):
    sheet = "organisations"

    class Meta(SheetResource.Meta):
        model = Organisation

    def columns(self) -> Iterable[Column]:
        return [*in_languages("name"), *in_languages("acronym"), Column("website", Line())]

    def get_queryset(self) -> models.QuerySet[Organisation]:
        return Organisation.objects.order_by("pk")

    def keys(self, instance: Organisation) -> Iterator[Hashable]:
        for field in ("name", "acronym"):
            for text in in_every_language(instance, field):
                yield (field, normalize_key(text))

    def keys_typed(self, row: Cells) -> Iterator[Hashable]:
        for field in ("name", "acronym"):
            for name in self.fields:
                if name.startswith(f"{field}_") and (text := self.cleaned(row, name)):
                    yield (field, normalize_key(text))

    def import_instance(self, instance: Any, row: Cells, **kwargs: Any) -> None:
        """Take the cells; an address without its beginning is one of the web."""
        super().import_instance(instance, row, **kwargs)
        if instance.website and "://" not in instance.website:
            instance.website = f"https://{instance.website}"
