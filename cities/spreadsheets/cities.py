"""The sheet of cities."""

from collections.abc import Hashable, Iterable, Iterator
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.directory import duplicates
from cities.directory.enrichment import enrich
from cities.models import City, Contribution
from cities.spreadsheets.countries import Country
from cities.spreadsheets.lookups import organisation_lookup
from cities.spreadsheets.row_names import Network, organisation_called
from llex.core import languages
from llex.core.spreadsheets.changes import Cells
from llex.core.spreadsheets.columns import Choice, Code, Column, Line, Names, Number
from llex.core.spreadsheets.lookups import in_every_language
from llex.core.spreadsheets.references import References
from llex.core.spreadsheets.resource import SheetResource
from llex.core.text.name_keys import normalize_key


class CityResource(SheetResource):
    sheet = "cities"

    class Meta(SheetResource.Meta):
        model = City

    def columns(self) -> Iterable[Column]:
        slug = Code(
            r"[-a-zA-Z0-9_]+",
            gettext_lazy("“%(typed)s” cannot be an address: use letters, digits and -."),
        )
        networks = References(organisation_lookup(), organisation_called, model=Network)
        return [
            Column("slug", slug, needed=True, blank_keeps=True),
            *(Column(f"name_{code}", Line()) for code in languages.CODES),
            Column("kind", Choice(City.Kind.choices), blank_keeps=True),
            Column("country", Country()),
            Column("other_spellings", Names()),
            Column("latitude", Number(whole=False)),
            Column("longitude", Number(whole=False)),
            Column("population", Number()),
            Column("population_year", Number()),
            Column("networks", networks),
            Column("geoname_id", Number()),
        ]

    def get_queryset(self) -> models.QuerySet[City]:
        return City.objects.all()

    def of_scope(self) -> models.QuerySet[City]:
        """Return the cities that take part in the session by a contribution or a person."""
        return (
            self.get_queryset()
            .filter(
                models.Q(pk__in=Contribution.objects.filter(session=self.scope).values("city"))
                | models.Q(people__participations__session=self.scope)
            )
            .distinct()
        )

    def related(self, rows: models.QuerySet[City]) -> models.QuerySet[City]:
        return rows.prefetch_related("networks")

    def keys(self, instance: City) -> Iterator[Hashable]:
        yield ("slug", instance.slug)
        for name in in_every_language(instance, "name"):
            yield ("name", normalize_key(name), str(instance.country))

    def keys_typed(self, row: Cells) -> Iterator[Hashable]:
        if slug := self.cleaned(row, "slug"):
            yield ("slug", slug)
            return
        country = self.cleaned(row, "country") or ""
        for code in languages.CODES:
            if name := self.cleaned(row, f"name_{code}"):
                yield ("name", normalize_key(name), country)

    def doubt(self, instance: City) -> str:
        alike = [f"{one.city.in_full} ({one.why})" for one in duplicates.find_duplicates(instance)]
        text = _("%(city)s may be a city that we have: %(these)s.")
        return text % {"city": instance, "these": "; ".join(alike)} if alike else ""

    def import_instance(self, instance: City, row: Cells, **kwargs: Any) -> None:
        try:
            super().import_instance(instance, row, **kwargs)
            if instance._state.adding:
                # As everywhere else: a city that is new has what the gazetteer knows of it.
                enrich(instance)
        finally:
            if not instance.slug:
                instance.ensure_slug()
