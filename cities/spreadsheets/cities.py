"""The sheet of cities."""

from collections.abc import Hashable, Iterable, Iterator
from functools import cache
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_countries import countries

from cities.directory import duplicates
from cities.directory.enrichment import enrich
from cities.models import City, Contribution
from cities.spreadsheets.row_names import Network, organisation_called, organisation_lookup
from llex.core import languages
from llex.core.languages import data
from llex.core.languages.countries import all_names
from llex.core.spreadsheets.cells import typed
from llex.core.spreadsheets.columns import Choice, Code, Column, Line, Names, Number
from llex.core.spreadsheets.lookups import in_every_language
from llex.core.spreadsheets.references import References
from llex.core.spreadsheets.resource import Cells, SheetResource
from llex.core.text.name_keys import normalize_key
from llex.core.text.normalization import clean_code


@cache
def _codes() -> dict[str, str]:
    """Return the codes of countries by their folded names in all our languages.

    Among them is what people write instead of the official name: UK, USA, South Korea.
    """
    found = {key: code for code, name in all_names() if (key := normalize_key(name))}
    for language in languages.CODES:
        for code, names in data.read(language, "notes").get("countries", {}).items():
            found |= {normalize_key(name): code for name in names}
    return found


def country_code(text: str) -> str:
    """Return the code of a country, given its code or its name in one of our languages, or ""."""
    if code := _codes().get(normalize_key(text)):
        return code
    code = clean_code(text).upper()
    return code if code in countries else ""


class Country(Code):
    """A country by its code of two letters, or by its name in one of our languages."""

    def __init__(self) -> None:
        super().__init__(
            r"[A-Za-z]{2}", gettext_lazy("“%(typed)s” is not a country code; an example is KE.")
        )

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        if code := _codes().get(normalize_key(typed(value))):
            return code
        code = super().clean(value).upper()
        if code and code not in countries:
            raise ValueError(_("“%(typed)s” is not the code of a country.") % {"typed": code})
        return code


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
