"""The people of a note: found again by name, and what part each had in the session."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cities.models import City
from llex.core.db.search_keys import name_key
from llex.core.text.name_keys import normalize_key
from sessions_app.briefing.document import Role, Section
from sessions_app.importing.drafting.field_texts import fitting
from sessions_app.importing.formatted_text import FormattedText
from sessions_app.importing.reading import Paragraph
from sessions_app.importing.recognising import ImportedNote
from sessions_app.importing.recognising.persons import without_honorific
from sessions_app.importing.words import count
from sessions_app.models import LearningSession, Participant, Person

_LONGEST_NAME = Person._meta.get_field("name").max_length
# The first of these that somebody had is kept.
_WEIGHT: tuple[Role, ...] = ("chair", "city", "partner", "speaker", "rapporteur", "participant")


@dataclass
class _Part:
    """The details that the note has of one person.

    *only_here* are positions, with their section, that the draft holds nowhere else.
    """

    person: Person
    roles: list[Role] = field(default_factory=list)
    positions: list[str] = field(default_factory=list)
    only_here: list[tuple[str, Section]] = field(default_factory=list)
    agreed: bool = False

    @property
    def role(self) -> Role:
        return min(self.roles, key=_WEIGHT.index)


class Directory:
    """Find people by their names, and create those that are unknown."""

    def __init__(self) -> None:
        self._known: dict[str, Person] = {}
        self._by_words: defaultdict[str, set[Person]] = defaultdict(set)
        for person in Person.objects.all():
            for name in (*person.other_spellings, person.name):
                self._remember(name, person)

    def person(self, name: str, city: City | None = None) -> Person:
        """Return the person of that *name*; a new spelling is remembered."""
        person = self._known.get(_key(name)) or self._in_another_order(name)
        if person is None:
            bare = without_honorific(name)[:_LONGEST_NAME]
            person = Person.objects.create(name=bare, city=city)
            self._remember(name, person)
        if name not in {person.name, *person.other_spellings}:
            person.other_spellings = [*person.other_spellings, name]
            person.save(update_fields=["other_spellings"])
        return person

    def _remember(self, name: str, person: Person) -> None:
        self._known[_key(name)] = person
        self._by_words[name_key(without_honorific(name))].add(person)

    def _in_another_order(self, name: str) -> Person | None:
        people = self._by_words.get(name_key(without_honorific(name)), set())
        return next(iter(people)) if len(people) == 1 else None


def take_part(
    note: ImportedNote, session: LearningSession, people: Directory, cities: dict[str, City]
) -> dict[int, Participant]:
    """Write who took part, with the position held that day; return them by their person's key.

    *cities* are the cities of the rows, by their names in the note.
    """
    ordered = _parts(note, people, cities)
    # A file of our own lists them in the order of the note.
    ordered.sort(key=lambda part: -1 if part.agreed else _WEIGHT.index(part.role))
    known = {one.person_id: one for one in session.participants.all()}
    return {
        part.person.pk: _participant(
            note, session, part, known.get(part.person.pk), len(known) + order
        )
        for order, part in enumerate(ordered)
    }


def _participant(
    note: ImportedNote,
    session: LearningSession,
    part: _Part,
    known: Participant | None,
    order: int,
) -> Participant:
    """Write that a person took part. What is known of one who was registered stays."""
    field = f"position_{note.language}"
    position = _position(note, part)
    attended = Participant.Status.ATTENDED
    if known is None:
        notice = _consent_of(note, part) if part.agreed else ""
        return Participant.objects.create(
            session=session,
            person=part.person,
            role=part.role,
            status=attended,
            order=order,
            consents_to_listing=part.agreed,
            privacy_notice=notice,
            **{field: position},
        )
    known.status = attended
    if not getattr(known, field):
        setattr(known, field, position)
    elif position:
        _keep_other(note, part.person.name, position, getattr(known, field))
    known.save()
    return known


def _consent_of(note: ImportedNote, part: _Part) -> str:
    """Return under which privacy notice a person agreed to be listed, as far as this site knows.

    A file shows only that a note has listed the person, which is remarked.
    """
    listed = part.person.participations.filter(consents_to_listing=True).order_by("-pk")
    agreed = listed.exclude(privacy_notice__in=("", Participant.AS_PRINTED))
    if version := agreed.values_list("privacy_notice", flat=True).first():
        return version
    text = _("%(name)s is listed because the file lists this person; no consent is stored here.")
    note.remarks.append(text % {"name": part.person.name})
    return Participant.AS_PRINTED


def _keep_other(note: ImportedNote, name: str, position: str, known: str) -> None:
    """Keep a position as text where another one is known."""
    if count([position]) - count([known]):
        prose = FormattedText.plain(f"{name}, {position}")
        note.texts["introduction"].append(note.keep("introduction", Paragraph(prose, 0)))


def _parts(note: ImportedNote, people: Directory, cities: dict[str, City]) -> list[_Part]:
    parts: dict[int, _Part] = {}

    def part_of(name: str, role: Role | None = None, city: City | None = None) -> _Part:
        person = people.person(name, city)
        part = parts.setdefault(person.pk, _Part(person))
        part.roles += [role] if role else []
        return part

    for attendee in note.attendees:
        part = part_of(attendee.person.name, attendee.role)
        part.agreed = part.agreed or attendee.agreed
        if attendee.listed:
            part.only_here.append((attendee.person.position, "introduction"))
        else:
            part.positions.append(attendee.person.position)
    for row in note.rows:
        if row.representative.name:
            part = part_of(row.representative.name, "city", cities[row.name])
            part.positions.append(row.representative.position)
    for quotation in note.quotations:
        known = part_of(quotation.speaker.name)
        part = known if known.agreed else part_of(quotation.speaker.name, "speaker")
        part.only_here.append((quotation.speaker.position, quotation.section))
    return list(parts.values())


def _position(note: ImportedNote, part: _Part) -> str:
    """Choose the position to print; keep another that is nowhere else as text."""
    longest = max((text for text, _section in part.only_here), key=len, default="")
    for text, section in part.only_here:
        if count([text]) - count([longest]):
            prose = FormattedText.plain(f"{part.person.name}, {text}")
            note.texts[section].append(note.keep(section, Paragraph(prose, 0)))
    position = longest or next(filter(None, part.positions), "")
    return fitting(note, position, (Participant, "position"), "introduction")


def _key(name: str) -> str:
    return normalize_key(without_honorific(name)) or name
