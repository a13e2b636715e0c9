"""Match the people of a meeting tool's file: by address, then by name, else asked.

Nothing is guessed in silence: each match says what it rests on, and two that fit are asked.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeVar

from django.db.models import QuerySet

from cities.models import City
from llex.core.db.search_keys import name_keys
from llex.core.text.name_keys import normalize_key
from sessions_app.attendance.names import keys_of, parts, similar, without_brackets
from sessions_app.attendance.reading import FileAttendee
from sessions_app.models import LearningSession, MeetingAttendee, Participant, Person

# What can be done about somebody, besides “p12”, a participant, and “k12”, a person.
NEW: Final = "new"
COUNT: Final = "count"
LEAVE: Final = "leave"
ASK: Final = ""

_Row = TypeVar("_Row", Participant, Person)


class Why(StrEnum):
    """The reason of a match."""

    REMEMBERED = "remembered"
    ADDRESS = "address"
    NAME = "name"
    SEVERAL = "several"
    SIMILAR = "similar"
    UNKNOWN = "unknown"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class PersonMatch:
    """A person in the file. *choice* is what is done unless the organiser says something else.

    *name* and *city* are those of a new participant.
    """

    number: int
    attendee: FileAttendee
    why: Why
    choice: str
    participants: Sequence[Participant] = ()
    people: Sequence[Person] = ()
    name: str = ""
    city: City | None = None

    @property
    def choices(self) -> list[str]:
        """Return what may be chosen."""
        known = [f"p{one.pk}" for one in self.participants] + [f"k{one.pk}" for one in self.people]
        return [*known, NEW, COUNT, LEAVE]


_Found = tuple[Why, str, Sequence[Participant], Sequence[Person]]


@dataclass(slots=True)
class _Known:
    """The people who are known, read once."""

    by_key: dict[str, MeetingAttendee]
    participants: list[Participant]
    by_address: dict[str, Participant]
    people_by_address: dict[str, Person]
    by_name: dict[str, list[Participant]] = field(default_factory=dict)
    people_by_name: dict[str, list[Person]] = field(default_factory=dict)
    cities: dict[str, City] = field(default_factory=dict)


def match_attendees(
    session: LearningSession, attendees: Sequence[FileAttendee], *, at_least: int = 0
) -> list[PersonMatch]:
    """Match people with participants and other people, in four queries.

    A person present for fewer than *at_least* minutes is left out, unless decided otherwise.
    """
    known = _load(session, attendees)
    return [_match(number, attendee, known, at_least) for number, attendee in enumerate(attendees)]


def fingerprint(matches: Iterable[PersonMatch]) -> str:
    """Return what changes when other people would be matched."""
    told = [(one.attendee.key, one.choice, one.choices) for one in matches]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _load(session: LearningSession, attendees: Sequence[FileAttendee]) -> _Known:
    participants = list(session.participants.select_related("person__city"))
    here = {one.person_id for one in participants}
    others = Person.objects.order_by("pk").select_related("city")
    elsewhere = [one for one in others if one.pk not in here]
    known = _Known(
        by_key={one.key: one for one in session.meeting_attendees.all()},
        participants=participants,
        by_address={one.person.email: one for one in participants if one.person.email},
        people_by_address={one.email: one for one in elsewhere if one.email},
        cities=_cities(City.objects.all()),
    )
    for participant in participants:
        for key in name_keys(*_spellings(participant.person)):
            known.by_name.setdefault(key, []).append(participant)
    for person in elsewhere:
        for key in name_keys(*_spellings(person)):
            known.people_by_name.setdefault(key, []).append(person)
    return known


def _cities(rows: QuerySet[City]) -> dict[str, City]:
    """Return the cities by their names, without names that several have."""
    found: dict[str, City | None] = {}
    for city in rows:
        for key in {normalize_key(name) for name in (*city.names, *city.other_spellings)}:
            found[key] = None if key in found else city
    return {key: city for key, city in found.items() if key and city is not None}


def _match(number: int, attendee: FileAttendee, known: _Known, at_least: int) -> PersonMatch:
    name, city = _proposal(attendee, known.cities)
    why, choice, participants, people = _found(attendee, known, at_least)
    return PersonMatch(number, attendee, why, choice, participants, people, name, city)


def _found(attendee: FileAttendee, known: _Known, at_least: int) -> _Found:
    """Return who the attendee was before, or is by address, or by name, with what to do."""
    fits = _named(attendee, known.by_name)
    found: _Found
    if (before := known.by_key.get(attendee.key)) is not None:
        found = _decided(before, known, fits)
    elif attendee.minutes is not None and attendee.minutes < at_least:
        found = (Why.SHORT, LEAVE, fits, ())
    elif (participant := known.by_address.get(attendee.email)) is not None:
        found = (Why.ADDRESS, f"p{participant.pk}", [participant], ())
    elif (person := known.people_by_address.get(attendee.email)) is not None:
        found = (Why.ADDRESS, f"k{person.pk}", (), [person])
    elif len(fits) == 1:
        found = (Why.NAME, f"p{fits[0].pk}", fits, ())
    elif fits:
        found = (Why.SEVERAL, ASK, fits, ())
    else:
        people = _named(attendee, known.people_by_name)
        alike = similar(attendee.name, _pairs(known.participants))
        is_known = bool(alike or people)
        found = (*((Why.SIMILAR, ASK) if is_known else (Why.UNKNOWN, COUNT)), alike, people)
    return found


def _decided(before: MeetingAttendee, known: _Known, fits: list[Participant]) -> _Found:
    """Return what was decided when the file was read before."""
    for participant in known.participants:
        if participant.pk == before.participant_id:
            return (Why.REMEMBERED, f"p{participant.pk}", [participant], ())
    return (Why.REMEMBERED, COUNT if before.is_counted else LEAVE, fits, ())


def _named(attendee: FileAttendee, by_name: Mapping[str, list[_Row]]) -> list[_Row]:
    """Return those who have the name of the attendee, each once, in the order of their keys."""
    found = {row.pk: row for key in keys_of(attendee.name) for row in by_name.get(key, ())}
    return [found[key] for key in sorted(found)]


def _pairs(participants: Iterable[Participant]) -> Iterator[tuple[str, Participant]]:
    for participant in participants:
        for name in _spellings(participant.person):
            yield name, participant


def _spellings(person: Person) -> list[str]:
    return [person.name, *person.other_spellings]


def _proposal(attendee: FileAttendee, cities: Mapping[str, City]) -> tuple[str, City | None]:
    """Return the name of a new participant, and the city that a part of the name is."""
    found = parts(attendee.name)
    named = [cities[key] for part in found if (key := normalize_key(part)) in cities]
    if len(found) < 2 or not named:  # noqa: PLR2004 - a city and a name
        return without_brackets(attendee.name), None
    rest = [part for part in found if normalize_key(part) not in cities]
    return " ".join(rest) or without_brackets(attendee.name), named[0]
