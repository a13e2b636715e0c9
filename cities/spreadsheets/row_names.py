"""Name rows in a cell, and find them by that name."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy

from cities.models import City, Contribution
from llex.core.spreadsheets.lookups import Lookup, in_every_language
from llex.core.text.name_keys import normalize_key

# The rooms above are known here only by the foreign keys that point up to them.
Session: Any = Contribution._meta.get_field("session").related_model
Person: Any = Contribution._meta.get_field("representative").related_model
Network: Any = City._meta.get_field("networks").related_model


def slugs_of(row: Any) -> list[str]:
    """Return the slug by which a row is called in a cell."""
    return [str(row.slug)]


def city_called(city: City) -> list[str]:
    """Return what a city may be called in a cell: its name, with its country, its slug."""
    return [str(city), f"{city} ({city.country.code})", city.slug]


def service_called(service: Any) -> list[str]:
    """Return what a public service may be called in a cell: its name, its slug."""
    return [str(service.name or ""), service.slug]


def person_called(person: Any) -> list[str]:
    """Return what a person may be called in a cell."""
    return [str(person.name)]


def former_slugs_of(row: Any) -> list[str]:
    """Return the slugs by which a row was called once, as older files call it."""
    return [former.slug for former in row.former_slugs.all()]


def id_of(row: Any) -> str:
    """Return the id by which a row is called in a cell."""
    return str(row.pk)


def organisation_called(organisation: Any) -> list[str]:
    """Return what an organisation may be called in a cell: its acronym, else its name."""
    return in_every_language(organisation, "acronym") + in_every_language(organisation, "name")


def names_of_city(city: City) -> list[str]:
    """Return all the ways in which a city may be written."""
    return in_every_language(city, "name") + list(city.other_spellings)


def names_with_country(city: City) -> list[str]:
    """Return the names of a city with its country's code, which tell it from its namesakes."""
    return [f"{name} ({city.country.code})" for name in in_every_language(city, "name")]


def names_of_person(person: Any) -> list[str]:
    """Return all the ways in which a person's name may be written."""
    return [person.name, *person.other_spellings]


def city_lookup() -> Lookup:
    """Return a look-up of cities by slug, name in any language, or other spelling."""
    return Lookup(
        City.objects.prefetch_related("former_slugs").all,
        [lambda city: [city.slug], names_of_city, names_with_country, former_slugs_of],
        gettext_lazy("“%(typed)s” is not a city we know; add it to the cities first."),
        normalize_key,
    )


def session_lookup() -> Lookup:
    """Return a look-up of sessions by slug."""
    return Lookup(
        Session.objects.prefetch_related("former_slugs").all,
        [lambda session: [session.slug], former_slugs_of],
        gettext_lazy("“%(typed)s” is not a session we know; give its address."),
    )


def organisation_lookup() -> Lookup:
    """Return a look-up of organisations by acronym or name in any language."""
    return Lookup(
        Network.objects.all,
        [
            lambda row: in_every_language(row, "acronym"),
            lambda row: in_every_language(row, "name"),
            lambda row: [id_of(row)],
        ],
        gettext_lazy("“%(typed)s” is not an organisation we know; add it first."),
        normalize_key,
    )


def answer_called(row: Any) -> list[str]:
    """Return what a response or challenge of a lookup may be called: “Lisbon 2”, its second."""
    return [f"{row.contribution.city} {row.rank}"] if hasattr(row, "rank") else []


def answer_lookup(rows: "models.Manager[Any]", unknown: Any, scope: Any) -> "AnswerLookup":
    """Return a look-up of responses or challenges by city and number, or by id: ``Lisbon 2``.

    As older files call them, also by the city's slug and their order: ``lisbon#1``.
    """
    queryset = rows.select_related("contribution__city").order_by("contribution", "order", "pk")
    if scope:
        queryset = queryset.filter(contribution__session=scope)
    return AnswerLookup(queryset, unknown)


class AnswerLookup(Lookup):
    """The responses or challenges of a session, each with its *rank* among those of its city."""

    def __init__(self, queryset: "models.QuerySet[Any]", unknown: Any) -> None:
        super().__init__(
            lambda: _ranked(queryset.all()),
            [
                lambda row: [id_of(row)],
                lambda row: [f"{row.contribution.city.slug}#{row.order}"],
                lambda row: [f"{name} {row.rank}" for name in names_of_city(row.contribution.city)],
            ],
            unknown,
        )

    def name_of(self, row: Any, names: Iterable[str]) -> str:
        """Return its city and rank, which a row from elsewhere does not know."""
        _indexes, by_key = self._found
        known = by_key.get(row.pk)
        return super().name_of(row, answer_called(known) if known is not None else names)


def _ranked(rows: Iterable[Any]) -> Iterator[Any]:
    for _contribution, group in groupby(rows, key=lambda row: row.contribution_id):
        for rank, row in enumerate(group, start=1):
            row.rank = rank
            yield row
