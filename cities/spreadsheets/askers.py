"""Offer in a preview the cities, organisations and people that a cell may mean instead."""

from collections import Counter
from collections.abc import Collection
from typing import Any, ClassVar, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cities.directory import gazetteer
from cities.models import City
from cities.spreadsheets.city_choices import (
    CityChoices,
    CityFinder,
    Target,
    TypedCity,
    make_city,
    reader_language,
)
from cities.spreadsheets.countries import country_code
from cities.spreadsheets.row_names import Network, Person, names_of_person
from cities.spreadsheets.typed_places import place
from llex.core.languages.phrases import join_items
from llex.core.spreadsheets.questions import Asker, Named, Option, Question, leave_out
from llex.core.text.name_keys import normalize_words

_MOST: Final = 5
# So many words of two names are the same where they may be one person's.
_COMMON_WORDS: Final = 2
_SHORT: Final = 100


class CityAsker(Asker):
    """Offer cities of ours, places of the gazetteer, and a city as it is typed with its country."""

    kind: ClassVar[str] = "city"
    permissions: ClassVar[tuple[str, ...]] = ("cities.add_city",)

    def __init__(self) -> None:
        self._finder: CityFinder | None = None
        self._choices: dict[str, CityChoices] = {}

    def prepare(self, named: Named, texts: Collection[str], user: Any) -> None:
        names = {place(text).city for text in texts}
        self._finder = CityFinder(names, may_add=user.has_perms(self.permissions))

    def load(self) -> bool:
        return bool(gazetteer.ensure_loaded())

    def question(self, named: Named, typed: str, user: Any) -> Question:
        parts = place(typed)
        finder = self._finder or CityFinder({parts.city}, may_add=user.has_perms(self.permissions))
        found = finder.choices(TypedCity(parts, country_code(parts.country)))
        options, rows = _with_addresses(found)
        key = f"{self.kind}|{named.key_of(typed)}"
        self._choices[key] = found
        surely = "" if found.surely.startswith("city:") else found.surely
        text = found.why or _("Not in the list of cities; the gazetteer has it.")
        is_placed = any(option.value.startswith("place:") for option in options)
        if not is_placed and not parts.country and finder.may_add:
            text += " " + _("To add it yourself, write its country behind it in the file.")
        return Question(key, typed, text, [*options, leave_out()], surely, rows)

    def make(self, typed: str, question: Question) -> Any:
        target = self._choices[question.key].target(question.chosen)
        if target is None:
            raise LookupError(question.chosen)
        return make_city(target, reader_language())

    def stand_in(self, typed: str) -> Any:
        # Only an association may have no country.
        kind = City.Kind.ASSOCIATION
        name = place(typed).city[:_SHORT]
        values = {"name": name, f"name_{reader_language()}": name}
        city = City(kind=kind, country="", **values)
        city.ensure_slug()
        city.save()
        return city


def _with_addresses(found: CityChoices) -> tuple[list[Option], dict[str, Any]]:
    """Name our cities by their addresses: one that an import makes has another id each time."""
    options: list[Option] = []
    rows: dict[str, Target] = {}
    for option in found.options:
        target = found.target(option.value) if option.value.startswith("city:") else None
        value = f"city:{target.slug}" if isinstance(target, City) else option.value
        if isinstance(target, City):
            rows[value] = target
        options.append(Option(value, option.label))
    return options, rows


class OrganisationAsker(Asker):
    """Offer organisations with similar names, or a new one."""

    kind: ClassVar[str] = "organisation"
    permissions: ClassVar[tuple[str, ...]] = ("sessions_app.add_organisation",)

    def label(self, row: Any) -> str:
        return f"{row.acronym} – {row.name}" if row.acronym else str(row.name)

    def unknown(self) -> str:
        return _("Not in the list of organisations.")

    def new(self, typed: str) -> str:
        text = _("A new organisation: “%(name)s”") % {"name": typed}
        return text if _is_valid(_organisation(typed)) else ""

    def make(self, typed: str, question: Question) -> Any:
        organisation = _organisation(typed)
        organisation.save()
        return organisation

    def stand_in(self, typed: str) -> Any:
        return self.make(typed[:_SHORT], Question("", typed, "", []))


def _organisation(name: str) -> Any:
    return Network(**{f"name_{reader_language()}": name})


class PersonAsker(Asker):
    """Offer people with similar names, or a new one."""

    kind: ClassVar[str] = "person"
    permissions: ClassVar[tuple[str, ...]] = ("sessions_app.add_person",)

    def __init__(self) -> None:
        self._words: list[tuple[frozenset[str], Any]] = []

    def prepare(self, named: Named, texts: Collection[str], user: Any) -> None:
        self._words = [
            (frozenset(normalize_words(name)), row)
            for row in named.rows()
            for name in self.names(row)
        ]

    def names(self, row: Any) -> list[str]:
        """Return the names of a row."""
        return names_of_person(row)

    def near(self, named: Named, typed: str) -> list[Any]:
        words = frozenset(normalize_words(typed))
        common = Counter({at: len(words & other) for at, (other, _row) in enumerate(self._words)})
        found = named.alike(typed)
        found += [
            self._words[at][1] for at, count in common.most_common(_MOST) if count >= _COMMON_WORDS
        ]
        return list({row.pk: row for row in found}.values())[:_MOST]

    def label(self, row: Any) -> str:
        about = [str(one) for one in (row.organisation, row.city) if one]
        return f"{row.name} ({join_items(about)})" if about else str(row.name)

    def unknown(self) -> str:
        return _("Not in the list of people.")

    def several(self) -> str:
        return _("Several people have this name.")

    def new(self, typed: str) -> str:
        text = _("A new person: %(name)s") % {"name": typed}
        return text if _is_valid(Person(name=typed)) else ""

    def make(self, typed: str, question: Question) -> Any:
        return Person.objects.create(name=typed)

    def stand_in(self, typed: str) -> Any:
        return Person.objects.create(name=typed[:_SHORT])


def _is_valid(row: Any) -> bool:
    try:
        row.clean_fields()
    except ValidationError:
        return False
    return True
