"""Find the city of each row: a stored one, a place of the gazetteer, or one to be chosen."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from cities.directory import autocomplete, creation, gazetteer
from cities.models import City, Place
from cities.spreadsheets.city_names import CityNames
from sessions_app.spreadsheets.city_table.rows import CityRow

# Answers besides those of `cities.directory.autocomplete`: ``city:12`` and ``place:1790630``.
BY_HAND: Final = "new"
LEFT_OUT: Final = "skip"
_MOST: Final = 6


@dataclass(frozen=True, slots=True)
class NewCity:
    """A city that no gazetteer knows, to be made as it is written in the table."""

    name: str
    country: str


Target = City | Place | NewCity


@dataclass(frozen=True, slots=True)
class Option:
    """One of the cities that a row may mean; *value* names it in the form."""

    value: str
    label: str


@dataclass
class CityChoice:
    """The cities that a row may mean. *chosen* is empty while it is open which."""

    row: CityRow
    options: list[Option]
    chosen: str
    target: Target | None
    # Why somebody has to choose, or "" where there is no doubt.
    why: str = ""
    # Shown although there is no doubt: what is new, or was chosen, may be changed.
    is_shown: bool = False

    @property
    def name(self) -> str:
        """Return the name of its field in the form."""
        return field_name(self.row)

    @property
    def is_left_out(self) -> bool:
        """Return whether the row is not taken."""
        return self.chosen == LEFT_OUT

    @property
    def is_open(self) -> bool:
        """Return whether the city is still to be chosen."""
        return not self.chosen


def field_name(row: CityRow) -> str:
    """Return the name of the field in which the city of a row is chosen."""
    return f"city-{hashlib.sha256(row.key.encode()).hexdigest()[:16]}"


def choices(
    rows: Sequence[CityRow], answers: Mapping[str, str], *, may_add: bool
) -> list[CityChoice]:
    """Return the choice of each row, with what was answered; a constant number of queries a row."""
    resolver = _Resolver(rows, may_add=may_add)
    return [resolver.choice(row, answers.get(field_name(row), "")) for row in rows]


@dataclass
class _Resolver:
    rows: Sequence[CityRow]
    may_add: bool
    names: CityNames = field(default_factory=CityNames)

    def __post_init__(self) -> None:
        self._places = gazetteer.find_each({row.place.city for row in self.rows})
        found = [place.geoname_id for places in self._places.values() for place in places]
        ours = City.objects.filter(geoname_id__in=found)
        self._by_number = {city.geoname_id: city for city in ours}

    def choice(self, row: CityRow, answer: str) -> CityChoice:
        """Return the cities that the row may mean, and the one that is taken."""
        ours = self._ours(row)
        places = [place for place in self._here(row) if place.geoname_id not in self._by_number]
        sure, why = self._surely(row, ours, places)
        options = self._options(row, ours, places)
        known: dict[str, Target | None] = {
            **{f"city:{city.pk}": city for city in ours},
            **{f"place:{place.geoname_id}": place for place in places},
        }
        values = {option.value for option in options}
        chosen = answer if answer in values else sure
        shown = bool(why) or chosen != sure or not chosen.startswith("city:")
        target = known.get(chosen) or _resolved(row, chosen)
        return CityChoice(row, options, chosen, target, why, is_shown=shown)

    def _ours(self, row: CityRow) -> list[City]:
        """Return the cities of ours that have the name, those of the country first."""
        found = {city.pk: city for city in self.names.called(row.place.city)}
        for place in self._here(row):
            if city := self._by_number.get(place.geoname_id):
                found.setdefault(city.pk, city)
        return sorted(found.values(), key=lambda city: not _is_in(row.country, city))

    def _here(self, row: CityRow) -> list[Place]:
        places = self._places.get(row.place.city, [])
        if row.country:
            return [place for place in places if place.country.code == row.country]
        return places

    def _surely(self, row: CityRow, ours: list[City], places: list[Place]) -> tuple[str, str]:
        """Return what the row means without doubt, or "" and why it is in doubt."""
        here = [city for city in ours if _is_in(row.country, city)]
        if row.place.country and not row.country:
            text = _("“%(typed)s” is not a country we know.")
            return "", text % {"typed": row.place.country}
        if len(here) == 1:
            return f"city:{here[0].pk}", ""
        if row.is_bare:
            return LEFT_OUT, _("The row has nothing but a name.")
        place = None if here else creation.likeliest(places, row.place.city)
        if place is None or not self.may_add:
            return "", self._doubt(here, ours, places)
        if ours or creation.may_be_ours(place):
            return "", _("It may be a city that is there already.")
        return f"place:{place.geoname_id}", ""

    def _doubt(self, here: list[City], ours: list[City], places: list[Place]) -> str:
        if here:
            return _("Several cities have this name.")
        if places and not self.may_add:
            return _("It is not in the list of cities, and you may not add any.")
        if places:
            return _("Several places have this name.")
        if ours:
            return _("It is in the list of cities in another country.")
        return _("Neither the list of cities nor the gazetteer has it.")

    def _options(self, row: CityRow, ours: list[City], places: list[Place]) -> list[Option]:
        options = [Option(f"city:{city.pk}", city.in_full) for city in ours]
        if self.may_add:
            options += [Option(f"place:{place.geoname_id}", _called(place)) for place in places]
        if not places and not any(_is_in(row.country, city) for city in ours):
            options += self._similar(row, ours)
        if self.may_add and row.country and not any(_is_in(row.country, city) for city in ours):
            text = _("A new city: “%(name)s”") % {"name": row.place.city}
            options.append(Option(BY_HAND, text))
        options = list({option.value: option for option in options}.values())
        return [*options[: 2 * _MOST], Option(LEFT_OUT, _("Leave this row out"))]

    def _similar(self, row: CityRow, ours: list[City]) -> Iterable[Option]:
        for city in self.names.alike(row.place.city):
            yield Option(f"city:{city.pk}", city.in_full)
        elsewhere = self._places.get(row.place.city, [])[:_MOST]
        for place in elsewhere if self.may_add else ():
            if place.geoname_id not in self._by_number:
                yield Option(f"place:{place.geoname_id}", _called(place))
        if elsewhere:
            return
        for one in autocomplete.suggest(row.place.city, most=_MOST):
            if one.is_ours or self.may_add:
                yield Option(one.choice, f"{one.name} · {one.detail}")


def _is_in(country: str, city: City) -> bool:
    return not country or not city.country or str(city.country) == country


def _resolved(row: CityRow, chosen: str) -> Target | None:
    if chosen == BY_HAND:
        return NewCity(row.place.city, row.country)
    return autocomplete.resolve(chosen) if ":" in chosen else None


def _called(place: Place) -> str:
    people = number_format(place.population, force_grouping=True)
    text = _("%(place)s · %(country)s · %(people)s inhabitants · new")
    return text % {"place": place.name, "country": place.country.name, "people": people}
