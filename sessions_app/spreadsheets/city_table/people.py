"""Representatives whom the session does not know: others who may be meant, or a new participant."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from cities.spreadsheets.askers import PersonAsker
from cities.spreadsheets.lookups import person_lookup
from llex.core.spreadsheets.questions import MAKE, Option
from sessions_app.models import LearningSession, Person
from sessions_app.spreadsheets.city_table.comparing import CityChanges

# The answer that keeps the name, and makes nobody a participant.
NAME_ONLY: Final = "name"
FIELD: Final = "person-"


@dataclass
class PersonChoice:
    """The people who may be meant by the name of a representative."""

    city: CityChanges
    options: list[Option]
    chosen: str
    is_known_elsewhere: bool

    @property
    def name(self) -> str:
        """Return the name of its field in the form."""
        return field_name(self.city)

    @property
    def cell(self) -> str:
        """Return where the name is in the file."""
        return self.city.row.cells.get("representative", "")


def field_name(city: CityChanges) -> str:
    """Return the name of the field in which the representative of a city is chosen."""
    return FIELD + hashlib.sha256(city.row.key.encode()).hexdigest()[:16]


def choices(
    session: LearningSession, cities: Sequence[CityChanges], answers: Mapping[str, str], user: Any
) -> list[PersonChoice]:
    """Return a choice for each new name that no participant has, and take up what was answered.

    A constant number of queries.
    """
    unknown = [city for city in cities if city.names_somebody and city.representative is None]
    if not unknown or not user.has_perm("sessions_app.add_participant"):
        return []
    finder = _Finder(session, {city.row.person.name for city in unknown}, user)
    return [_choice(finder, city, answers.get(field_name(city), "")) for city in unknown]


def _choice(finder: "_Finder", city: CityChanges, answer: str) -> PersonChoice:
    people = finder.near(city.row.person.name)
    options = [
        Option(NAME_ONLY, _("Only the name, as it is written")),
        *(Option(f"row:{person.pk}", finder.called(person)) for person in people),
        *finder.new(city),
    ]
    offered = {option.value for option in options}
    # A name that is like no other is a new participant unless one says otherwise.
    suggested = MAKE if MAKE in offered and not people else NAME_ONLY
    chosen = answer if answer in offered else suggested
    by_value = {f"row:{person.pk}": person for person in people}
    city.representative = by_value.get(chosen)
    city.joins = chosen != NAME_ONLY
    return PersonChoice(city, options, chosen, is_known_elsewhere=bool(people))


class _Finder:
    """Find people with the same or similar names."""

    def __init__(self, session: LearningSession, names: set[str], user: Any) -> None:
        self._asker = PersonAsker()
        self._lookup = person_lookup(self._asker)
        self._asker.prepare(self._lookup, names, user)
        self._here = set(session.participants.values_list("person", flat=True))
        self._may_make = user.has_perms(self._asker.permissions)

    def near(self, name: str) -> list[Person]:
        return self._lookup.hits(name) or self._asker.near(self._lookup, name)

    def called(self, person: Person) -> str:
        """Return what would be written where the person is chosen."""
        label = self._asker.label(person)
        if person.pk in self._here:
            return label
        return _("%(person)s, becomes a participant") % {"person": label}

    def new(self, city: CityChanges) -> list[Option]:
        """Return the answer that makes a new participant, where that may be made."""
        name, position = city.row.person
        if not self._may_make or not self._asker.new(name):
            return []
        said = f"{name} – {position}" if position else name
        return [Option(MAKE, _("A new participant: %(person)s") % {"person": said})]
