"""The sheet of public services."""

from collections.abc import Hashable, Iterable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from llex.core import languages
from llex.core.spreadsheets.columns import Code, Column, FixedColumn, Number, in_languages
from llex.core.spreadsheets.lookups import Lookup, in_every_language
from llex.core.spreadsheets.resource import Cells, SheetResource
from llex.core.text.name_keys import normalize_key
from priorities.models import Service


def service_lookup() -> Lookup:
    """Return a look-up of public services by their slug."""
    return Lookup(
        Service.objects.all,
        [lambda service: [service.slug], lambda service: in_every_language(service, "name")],
        _("“%(typed)s” is not a public service we know; give its name or its address."),
        normalize_key,
    )


class ServiceResource(SheetResource):
    sheet = "services"

    class Meta(SheetResource.Meta):
        model = Service

    def columns(self) -> Iterable[Column]:
        slug = Code(
            r"[-a-zA-Z0-9_]+", _("“%(typed)s” cannot be an address: use letters, digits and -.")
        )
        return [
            FixedColumn("slug", slug, needed=True, blank_keeps=True, once=True),
            *in_languages("name"),
            *in_languages("description"),
            Column("order", Number(), blank_keeps=True),
        ]

    def keys(self, instance: Service) -> Iterator[Hashable]:
        yield ("slug", instance.slug)
        for name in in_every_language(instance, "name"):
            yield ("name", normalize_key(name))

    def keys_typed(self, row: Cells) -> Iterator[Hashable]:
        if slug := self.cleaned(row, "slug"):
            yield ("slug", slug)
            return
        for code in languages.CODES:
            if name := self.cleaned(row, f"name_{code}"):
                yield ("name", normalize_key(name))

    def import_instance(self, instance: Service, row: Cells, **kwargs: Any) -> None:
        try:
            super().import_instance(instance, row, **kwargs)
        finally:
            instance.ensure_slug()
