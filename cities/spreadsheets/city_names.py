"""Finding a city by its name and country as people type them, with suggestions."""

from typing import Final

from django.utils.translation import gettext as _
from rapidfuzz import process
from rapidfuzz.distance import Indel

from cities.directory import gazetteer
from cities.models import City
from cities.spreadsheets.row_names import names_of_city
from llex.core.languages.phrases import join_items
from llex.core.text.name_keys import normalize_key

_MOST: Final = 3
# The lowest similarity (0 to 1) of a name that is suggested.
_ALIKE: Final = 0.75


class CityNames:
    """All cities by slug, name in any language and other spelling; read once."""

    def __init__(self) -> None:
        self._found: dict[str, dict[int, City]] = {}
        for city in City.objects.all():
            self.add(city)

    def add(self, city: City) -> None:
        """Know a city from now on."""
        for name in (city.slug, *names_of_city(city)):
            self._found.setdefault(normalize_key(name), {})[city.pk] = city

    def knows(self, name: str) -> bool:
        """Return whether a city has that name, in any country."""
        return normalize_key(name) in self._found

    def called(self, name: str) -> list[City]:
        """Return the cities that have that name, in whatever country."""
        return list(self._found.get(normalize_key(name), {}).values())

    def alike(self, name: str) -> list[City]:
        """Return the few cities whose names are most similar to that name."""
        alike = process.extract(
            normalize_key(name),
            self._found.keys(),
            scorer=Indel.normalized_similarity,
            limit=_MOST,
            score_cutoff=_ALIKE,
        )
        near = {city.pk: city for key, *_score in alike for city in self._found[key].values()}
        return list(near.values())

    def find(self, name: str, country: str = "") -> City:
        """Return the city called *name*, in *country* where one is given.

        Raise ValueError, with suggestions, when there is none or more than one.
        """
        if not name:
            raise ValueError(_("Name the city."))
        hits = self.called(name)
        here = [city for city in hits if not country or str(city.country) == country]
        if len(here) == 1:
            return here[0]
        if here:
            text = _("“%(typed)s” may mean several: %(these)s. Give the country, or the address.")
            raise ValueError(text % {"typed": name, "these": _listed(here)})
        if hits:
            text = _("“%(typed)s” is not in this country; we know %(these)s.")
            raise ValueError(text % {"typed": name, "these": _listed(hits)})
        raise ValueError(self._unknown(name, country))

    def _unknown(self, name: str, country: str) -> str:
        text = _("“%(typed)s” is not a city we know; add it to the cities first.") % {"typed": name}
        if near := self.alike(name):
            text += " " + _("Do you mean %(these)s?") % {"these": _listed(near)}
        places = gazetteer.find(name, country=country or None)[:_MOST]
        if places:
            names = join_items(str(place) for place in places)
            text += " " + _("The gazetteer has %(these)s.") % {"these": names}
        return text


def _listed(cities: list[City]) -> str:
    return join_items(
        f"{city} ({city.country.code or '–'}, {city.slug})" for city in cities[:_MOST]
    )
