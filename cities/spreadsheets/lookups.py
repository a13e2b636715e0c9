"""Look-ups of the rows that cells name: cities, sessions, organisations, people."""

from django.utils.translation import gettext_lazy

from cities.models import City
from cities.spreadsheets.askers import CityAsker, OrganisationAsker, PersonAsker
from cities.spreadsheets.row_names import (
    Network,
    Person,
    Session,
    former_slugs_of,
    id_of,
    names_of_city,
    names_of_person,
    names_with_country,
)
from llex.core.spreadsheets.lookups import Lookup, in_every_language
from llex.core.text.name_keys import normalize_key


def city_lookup() -> Lookup:
    """Return a look-up of cities by slug, name in any language, or other spelling."""
    return Lookup(
        City.objects.prefetch_related("former_slugs").all,
        [lambda city: [city.slug], names_of_city, names_with_country, former_slugs_of],
        gettext_lazy("“%(typed)s” is not a city we know; add it to the cities first."),
        normalize_key,
        CityAsker(),
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
        OrganisationAsker(),
    )


def person_lookup(asker: PersonAsker | None = None) -> Lookup:
    """Return a look-up of people by name or other spelling."""
    return Lookup(
        Person.objects.select_related("organisation", "city").all,
        [names_of_person, lambda person: [id_of(person)]],
        gettext_lazy("“%(typed)s” is not a person we know; add them to the participants first."),
        normalize_key,
        asker or PersonAsker(),
    )
