"""The words around a note that are computed from it, the same in every format.

All functions answer in the active language; renderers activate the document's language once, around
their whole work. Section titles, dates, counts and sentences live here and nowhere else.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final, get_args

from django.utils import formats, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext, pgettext

from cities.public import phrases as city_phrases
from llex.core.citations.records import citation_text
from llex.core.languages import only_in as only_in  # noqa: PLC0414 - one of our words
from llex.core.languages.numbers import number as number  # noqa: PLC0414 - one of our words
from llex.core.languages.phrases import join_items
from llex.core.time_zones import moments
from sessions_app.briefing.document import (
    Attendee,
    Axis,
    Document,
    Event,
    GenderSum,
    KeyPoint,
    Role,
    Section,
    Stamp,
    Withdrawal,
)
from sessions_app.briefing.labels import labels as labels  # noqa: PLC0414 - one of our words

# From so many countries on they are told.
_SEVERAL: Final = 2
_UNNUMBERED: Final = ("summary", "introduction", "closing")
# Africa, Asia, Europe, North and South America, Oceania: those on which people live in cities.
_ALL_CONTINENTS: Final = 6


def publication() -> str:
    """Return what kind of publication this is."""
    return _("Briefing & Learning Note")


def section_title(section: Section) -> str:
    """Return the heading of a section."""
    return {
        "summary": _("In short"),
        "introduction": pgettext("section of a note", "Introduction"),
        "priorities": _("Identifying challenges and priorities"),
        "front_line": _("On the front line"),
        "vision": _("Shared vision"),
        "closing": _("The way forward"),
    }[section]


def sections(document: Document) -> tuple[Section, ...]:
    """Return the sections that have something to say, in their order."""
    filled: dict[Section, bool] = {
        "summary": bool(document.summary),
        "introduction": bool(document.introduction),
        "priorities": bool(document.priorities or document.consultations),
        "front_line": bool(document.front_line or document.rows or document.withdrawn),
        "vision": bool(document.vision or document.axes),
        "closing": bool(document.closing),
    }
    return tuple(
        section
        for section, has_text in filled.items()
        if has_text or document.quotations_in(section)
    )


def section_number(document: Document, section: Section) -> int | None:
    """Return the number of a section; the summary, the introduction and the closing have none."""
    numbered = [name for name in sections(document) if name not in _UNNUMBERED]
    return numbered.index(section) + 1 if section in numbered else None


def role(value: Role) -> str:
    """Return the name of a participant's role."""
    return {
        "chair": pgettext("role in a session", "Chair"),
        "speaker": pgettext("role in a session", "Speaker"),
        "city": pgettext("role in a session", "City representative"),
        "partner": pgettext("role in a session", "Partner"),
        "rapporteur": pgettext("role in a session", "Rapporteur"),
        "participant": pgettext("role in a session", "Participant"),
    }[value]


def group(value: Role, count: int) -> str:
    """Return the heading over the *count* people who had a role."""
    return {
        "chair": npgettext("role in a session", "Chair", "Chairs", count),
        "speaker": npgettext("role in a session", "Speaker", "Speakers", count),
        "city": npgettext(
            "role in a session", "City representative", "City representatives", count
        ),
        "partner": npgettext("role in a session", "Partner", "Partners", count),
        "rapporteur": npgettext("role in a session", "Rapporteur", "Rapporteurs", count),
        "participant": npgettext("role in a session", "Participant", "Participants", count),
    }[value]


def day(event: Event) -> str:
    """Return the weekday and date where the session was held; both where midnight was in it."""
    ends_at = event.starts_at + timedelta(minutes=event.duration or 0)
    return moments.days_text(event.starts_at, ends_at, event.time_zone)


def date_text(day: date) -> str:
    """Return a day without its weekday."""
    return formats.date_format(day, _("j F Y"))


def attendance(event: Event) -> str:
    """Return the number of participants, and from how many places they were; "" if unknown."""
    if not event.attendance:
        return ""
    people = ngettext("%(number)s participant", "%(number)s participants", event.attendance) % {
        "number": number(event.attendance)
    }
    if event.countries < _SEVERAL:
        return people
    countries = ngettext("%(number)s country", "%(number)s countries", event.countries) % {
        "number": number(event.countries)
    }
    if event.continents >= _ALL_CONTINENTS:
        places = {"people": people, "countries": countries}
        return _("%(people)s from %(countries)s on all continents") % places
    continents = ngettext("%(number)s continent", "%(number)s continents", event.continents) % {
        "number": number(event.continents)
    }
    places = {"people": people, "countries": countries, "continents": continents}
    return _("%(people)s from %(countries)s on %(continents)s") % places


def participants_note(document: Document) -> str:
    """Return how many took part, from where, and who of them is named below."""
    listed = _(
        "Named here are those who agreed to be listed, with the position they held that day."
    )
    count = attendance(document.event)
    return f"{count}. {listed}" if count else listed


def figures(document: Document) -> list[tuple[str, str]]:
    """Return the figures of the title page, each with what it counts; all are counted."""
    responses = sum(len(row.responses) for row in document.rows)
    challenges = sum(len(row.challenges) for row in document.rows)
    cities = len(document.rows)
    counted = (
        (cities, npgettext("under a figure", "city in the table", "cities in the table", cities)),
        (responses, npgettext("under a figure", "policy response", "policy responses", responses)),
        (challenges, npgettext("under a figure", "challenge", "challenges", challenges)),
    )
    table = [(number(count), label) for count, label in counted if count]
    return [*event_figures(document), *table]


def event_figures(document: Document) -> list[tuple[str, str]]:
    """Return the figures about the session itself, each with what it counts."""
    people = document.event.attendance or 0
    countries = document.event.countries if document.event.countries >= _SEVERAL else 0
    counted = (
        (people, npgettext("under a figure", "participant", "participants", people)),
        (countries, npgettext("under a figure", "country", "countries", countries)),
        *((one.number, _speakers(one)) for one in document.event.speaker_genders),
    )
    return [(number(count), label) for count, label in counted if count]


def _speakers(counted: GenderSum) -> str:
    """Return what a sum of speakers counts."""
    count = counted.number
    return {
        "woman": npgettext(
            "under a figure", "woman among the speakers", "women among the speakers", count
        ),
        "man": npgettext(
            "under a figure", "man among the speakers", "men among the speakers", count
        ),
        "other": npgettext(
            "under a figure",
            "non-binary person among the speakers",
            "non-binary people among the speakers",
            count,
        ),
    }[counted.gender]


def groups(document: Document) -> list[tuple[str, tuple[Attendee, ...]]]:
    """Return the listed participants by role under their headings: who led, spoke, listened."""
    roles: tuple[Role, ...] = get_args(Role)
    found = ((one, document.attendees_as(one)) for one in roles)
    return [(group(one, len(people)), people) for one, people in found if people]


def mean(value: float | None) -> str:
    """Return a mean with the two decimals that ranks are made of, or a dash without answers."""
    return "–" if value is None else number(value, 2)


def evidence(point: KeyPoint) -> str:
    """Name the cities whose responses a key point rests on, or return "" without any."""
    names = [str(item.city.name) for item in point.cities()]
    if not names:
        return ""
    return _("Seen in: %(cities)s") % {"cities": join_items(names)}


def file_title(document: Document) -> str:
    """Return the title of a file; it is never empty, because an accessible file needs one."""
    return (
        " – ".join(part for part in (str(document.event.title), str(document.series.title)) if part)
        or publication()
    )


def edition(stamp: Stamp | None) -> str:
    """Name the edition and its date, or say that this is a draft."""
    if stamp is None:
        return _("Draft, not published")
    published = formats.date_format(stamp.published_at, _("j F Y"))
    values = {"number": number(stamp.number), "date": published}
    if stamp.redacted_at is None:
        return _("Edition %(number)s, %(date)s") % values
    values["removed"] = formats.date_format(stamp.redacted_at, _("j F Y"))
    return _("Edition %(number)s, %(date)s (a name was removed on %(removed)s)") % values


def redaction(stamp: Stamp) -> str:
    """Say that a name was taken out, with the checksum as published; else nothing."""
    if stamp.redacted_at is None:
        return ""
    text = _(
        "On %(date)s a name was removed from this edition at the request of the person. The files"
        " were made anew; those made before are no longer given out. Checksum as published:"
        " %(checksum)s"
    )
    date = formats.date_format(stamp.redacted_at, _("j F Y"))
    return text % {"date": date, "checksum": stamp.original_checksum[:12]}


def session_number(event: Event) -> str:
    """Return which session of its series the note is of, or nothing where that is not known."""
    if event.number is None:
        return ""
    return _("Session %(number)s") % {"number": number(event.number)}


def citation(document: Document, stamp: Stamp | None) -> str:
    """Return how to cite the note, without its address."""
    short = [str(one.acronym or one.name) for one in document.series.conveners]
    return citation_text(
        authors=short or [str(document.series.title)],
        title=str(document.event.title),
        genre=publication(),
        container=str(document.series.title),
        day=day(document.event),
        edition=edition(stamp),
    )


def superseded(stamp: Stamp) -> str:
    """Say that a newer edition exists, or nothing for the current one."""
    if stamp.superseded_by is None:
        return ""
    return _("This edition has been superseded by edition %(number)s.") % {
        "number": number(stamp.superseded_by)
    }


def has_theme(axis: Axis) -> bool:
    """Return whether an axis has a theme."""
    return bool(axis.heading or axis.text or axis.points)


def activate_language(document: Document) -> translation.override:
    """Return the context in which to render *document*: its own language."""
    return translation.override(document.language)


def withdrawals(withdrawn: Iterable[Withdrawal]) -> list[str]:
    """Say of each city that it took back what earlier editions print."""
    return [
        _("%(city)s has withdrawn its contribution since, on %(date)s.")
        % {"city": one.name, "date": city_phrases.day(one.day)}
        for one in withdrawn
    ]
