"""Name rows in a cell, and find them by that name."""

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


def slug_of(row: Any) -> str:
    """Return the slug by which a row is called in a cell."""
    return str(row.slug)


def former_slugs_of(row: Any) -> list[str]:
    """Return the slugs by which a row was called once, as older files call it."""
    return [former.slug for former in row.former_slugs.all()]


def id_of(row: Any) -> str:
    """Return the id by which a row is called in a cell."""
    return str(row.pk)


def name_of_organisation(organisation: Any) -> str:
    """Return its acronym, else its name, the same whatever language is active."""
    names = in_every_language(organisation, "acronym") + in_every_language(organisation, "name")
    return names[0] if names else id_of(organisation)


def names_of_city(city: City) -> list[str]:
    """Return all the ways in which a city may be written."""
    return in_every_language(city, "name") + list(city.other_spellings)


def names_of_person(person: Any) -> list[str]:
    """Return all the ways in which a person's name may be written."""
    return [person.name, *person.other_spellings]


def city_lookup() -> Lookup:
    """Return a look-up of cities by slug, name in any language, or other spelling."""
    return Lookup(
        City.objects.prefetch_related("former_slugs").all,
        [lambda city: [city.slug], names_of_city, former_slugs_of],
        gettext_lazy("“%(typed)s” is not a city we know; add it to the cities first."),
        normalize_key,
    )


def session_lookup() -> Lookup:
    """Return a look-up of sessions by slug."""
    return Lookup(
        Session.objects.prefetch_related("former_slugs").all,
        [lambda session: [session.slug], former_slugs_of],
        gettext_lazy("“%(typed)s” is not a session we know; give its slug."),
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


def answer_lookup(rows: "models.Manager[Any]", unknown: Any, scope: Any) -> Lookup:
    """Return a look-up of responses or challenges by id, or by city and order: ``lisbon#2``."""
    queryset = rows.select_related("contribution__city")
    if scope:
        queryset = queryset.filter(contribution__session=scope)
    return Lookup(
        queryset.all,
        [
            lambda row: [id_of(row)],
            lambda row: [f"{row.contribution.city.slug}#{row.order}"],
        ],
        unknown,
    )
