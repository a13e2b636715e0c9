"""Details of a session, its series and its people that only files of our own have."""

from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from cities.models import City
from llex.core import languages
from llex.core.text.name_keys import normalize_key
from sessions_app.importing.city_gazetteer import CityGazetteer
from sessions_app.importing.drafting.city_matching import city_of
from sessions_app.importing.drafting.field_texts import fitting
from sessions_app.importing.recognising import (
    ImportedNote,
    RecognisedCityRow,
    RecognisedOrganisation,
)
from sessions_app.importing.recognising.gazetteer import certain_place
from sessions_app.models import LearningSession, Organisation, Series

# The hour is not in a note; at noon the date is the same nearly everywhere.
_NOON = time(12, tzinfo=UTC)


def moment_of(note: ImportedNote) -> dict[str, Any]:
    """Return when the session began, and where and how long that was if the note says it."""
    known = note.starts_at if note.starts_at and note.starts_at.tzinfo else None
    # Without a time zone, the day that is printed tells whether it is the day there.
    if known is None or (not note.time_zone and known.date() != note.held_on):
        return {"starts_at": datetime.combine(note.held_on, _NOON)} if note.held_on else {}
    values: dict[str, Any] = {"starts_at": known}
    if note.time_zone in available_timezones():
        values["time_zone"] = note.time_zone
        values["starts_at"] = known.astimezone(ZoneInfo(note.time_zone))
    if note.duration:
        values["duration"] = note.duration
    return values


def add_conveners(note: ImportedNote, series: Series) -> None:
    """Add the conveners that the note names, where the series has none yet."""
    if note.conveners and not series.conveners.exists():
        series.conveners.set([_organisation(one, note) for one in note.conveners])


def affiliate(note: ImportedNote, session: LearningSession, cities: dict[str, City]) -> None:
    """Say which city or organisation the listed people are of, where that is not known yet."""
    wanted = {one.person.name: one.affiliation for one in note.attendees if one.affiliation}
    by_key = {normalize_key(name): city for name, city in cities.items()}
    for participant in session.participants.select_related("person") if wanted else ():
        person = participant.person
        names = (person.name, *person.other_spellings)
        name = next((wanted[name] for name in names if name in wanted), "")
        if not name or person.city_id or person.organisation_id:
            continue
        city = by_key.get(normalize_key(name)) or _known_city(name)
        organisation = None if city else _known_organisation(RecognisedOrganisation(name))
        place = certain_place(CityGazetteer(), name, "") if not (city or organisation) else None
        if place:
            row = RecognisedCityRow(name, 0, place=place, country=place.country)
            city = city_of(row, note.language)
            # It is printed as the file has it.
            setattr(city, f"name_{note.language}", name)
            city.save()
        person.city = city
        if not city:
            person.organisation = organisation or _organisation(RecognisedOrganisation(name), note)
        person.save()


def _known_city(name: str) -> City | None:
    return City.objects.filter(spellings__key=normalize_key(name)).order_by("pk").first()


def _known_organisation(named: RecognisedOrganisation) -> Organisation | None:
    """Return the organisation of that name or acronym."""
    names = {normalize_key(name) for name in (named.name, named.acronym)} - {""}
    for known in Organisation.objects.order_by("pk"):
        called = (getattr(known, f"{field}_{code}") or "" for field in ("name", "acronym")
                  for code in languages.CODES)  # fmt: skip
        if names & {normalize_key(name) for name in called}:
            return known
    return None


def _organisation(named: RecognisedOrganisation, note: ImportedNote) -> Organisation:
    """Return the organisation of that name or acronym; one that is not known is made."""
    if known := _known_organisation(named):
        return known
    language = note.language
    made = Organisation(
        website=named.website,
        **{
            f"name_{language}": fitting(note, named.name, (Organisation, "name"), "introduction"),
            f"acronym_{language}": named.acronym[:40],
        },
    )
    made.save()
    return made
