"""Find what a typed city may mean: one of ours, a place of the gazetteer, or one to be made."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cities.directory import autocomplete, creation, gazetteer
from cities.models import City, Place
from cities.spreadsheets.city_names import CityNames
from cities.spreadsheets.typed_places import TypedPlace
from llex.core import languages
from llex.core.spreadsheets.questions import MAKE, SKIP, Option

_MOST: Final = 6


@dataclass(frozen=True, slots=True)
class NewCity:
    """A city that no gazetteer knows, to be made as it is written in the table."""

    name: str
    country: str


Target = City | Place | NewCity


@dataclass(frozen=True, slots=True)
class TypedCity:
    """A city as it is typed, with the code of its country where that is known."""

    place: TypedPlace
    country: str
    # Nothing but a name, in a table that has more columns.
    is_bare: bool = False


@dataclass(frozen=True)
class CityChoices:
    """The cities that may be meant; *surely* is the answer without doubt, else *why* there is one.

    The answers are those of `cities.directory.autocomplete`, such as ``city:12``, and `MAKE`.
    """

    typed: TypedCity
    options: list[Option]
    surely: str
    why: str
    known: Mapping[str, Target]

    def target(self, chosen: str) -> Target | None:
        """Return the city of an answer."""
        if chosen == MAKE:
            return NewCity(self.typed.place.city, self.typed.country)
        return self.known.get(chosen) or (autocomplete.resolve(chosen) if ":" in chosen else None)


def make_city(target: Target, language: str) -> City:
    """Return the city, made if it is none of ours yet."""
    if isinstance(target, City):
        return target
    if isinstance(target, Place):
        return creation.get_or_create_from_place(target)
    return creation.create_manual(
        target.name, kind=City.Kind.CITY, country=target.country, language=language
    )


def reader_language() -> str:
    """Return the language of the reader, where the site has texts in it."""
    language = get_language() or languages.DEFAULT
    return language if language in languages.CODES else languages.DEFAULT


@dataclass
class CityFinder:
    """Find what typed cities may mean; *names* are all of them, read at once."""

    names: Iterable[str]
    may_add: bool
    ours: CityNames = field(default_factory=CityNames)

    def __post_init__(self) -> None:
        self._places = gazetteer.find_each(set(self.names))
        found = [place.geoname_id for places in self._places.values() for place in places]
        known = City.objects.filter(geoname_id__in=found)
        self._by_number = {city.geoname_id: city for city in known}

    def choices(self, typed: TypedCity) -> CityChoices:
        """Return the cities that may be meant, and the one that surely is."""
        ours = self._ours(typed)
        places = [place for place in self._here(typed) if place.geoname_id not in self._by_number]
        surely, why = self._surely(typed, ours, places)
        known: dict[str, Target] = {
            **{f"city:{city.pk}": city for city in ours},
            **{f"place:{place.geoname_id}": place for place in places},
        }
        return CityChoices(typed, self._options(typed, ours, places), surely, why, known)

    def _ours(self, typed: TypedCity) -> list[City]:
        """Return the cities of ours that have the name, those of the country first."""
        found = {city.pk: city for city in self.ours.called(typed.place.city)}
        for place in self._here(typed):
            if city := self._by_number.get(place.geoname_id):
                found.setdefault(city.pk, city)
        return sorted(found.values(), key=lambda city: not _is_in(typed.country, city))

    def _here(self, typed: TypedCity) -> list[Place]:
        places = self._places.get(typed.place.city, [])
        if typed.country:
            return [place for place in places if place.country.code == typed.country]
        return places

    def _surely(self, typed: TypedCity, ours: list[City], places: list[Place]) -> tuple[str, str]:
        """Return what is meant without doubt, or "" and why it is in doubt."""
        here = [city for city in ours if _is_in(typed.country, city)]
        if typed.place.country and not typed.country:
            text = _("“%(typed)s” is not a country we know.")
            return "", text % {"typed": typed.place.country}
        if len(here) == 1:
            return f"city:{here[0].pk}", ""
        if typed.is_bare:
            return SKIP, _("The row has nothing but a name.")
        place = None if here else creation.likeliest(places, typed.place.city)
        if place is None or not self.may_add:
            return "", self._doubt(here, ours, places)
        if ours or creation.may_be_ours(place):
            return "", _("It may be a city that is there already.")
        return f"place:{place.geoname_id}", ""

    def _doubt(self, here: Sequence[City], ours: Sequence[City], places: Sequence[Place]) -> str:
        if here:
            return _("Several cities have this name.")
        if places and not self.may_add:
            return _("It is not in the list of cities, and you may not add any.")
        if places:
            return _("Several places have this name.")
        if ours:
            return _("It is in the list of cities in another country.")
        return _("Neither the list of cities nor the gazetteer has it.")

    def _options(self, typed: TypedCity, ours: list[City], places: list[Place]) -> list[Option]:
        options = [Option(f"city:{city.pk}", city.in_full) for city in ours]
        if self.may_add:
            options += [Option(f"place:{place.geoname_id}", _called(place)) for place in places]
        is_here = any(_is_in(typed.country, city) for city in ours)
        if not places and not is_here:
            options += self._similar(typed)
        if self.may_add and typed.country and not is_here:
            text = _("A new city: “%(name)s”") % {"name": typed.place.city}
            options.append(Option(MAKE, text))
        options = list({option.value: option for option in options}.values())
        return options[: 2 * _MOST]

    def _similar(self, typed: TypedCity) -> Iterable[Option]:
        name = typed.place.city
        for city in self.ours.alike(name):
            yield Option(f"city:{city.pk}", city.in_full)
        elsewhere = self._places.get(name, [])[:_MOST]
        for place in elsewhere if self.may_add else ():
            if place.geoname_id not in self._by_number:
                yield Option(f"place:{place.geoname_id}", _called(place))
        if elsewhere:
            return
        for one in autocomplete.suggest(name, most=_MOST):
            if one.is_ours or self.may_add:
                yield Option(one.choice, f"{one.name} · {one.detail}")


def _is_in(country: str, city: City) -> bool:
    return not country or not city.country or str(city.country) == country


def _called(place: Place) -> str:
    people = number_format(place.population, force_grouping=True)
    text = _("%(place)s · %(country)s · %(people)s inhabitants · new")
    return text % {"place": place.name, "country": place.country.name, "people": people}
