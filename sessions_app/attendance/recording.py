"""Noting who was present, as an organiser has confirmed it; guarded and in one transaction."""

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from llex.core.spreadsheets import journal
from llex.core.states import WrongState
from sessions_app.attendance.attendee_matching import ASK, COUNT, LEAVE, NEW, PersonMatch, Why
from sessions_app.models import LearningSession, MeetingAttendee, Participant, Person

_UPDATED: Final = ("name", "minutes", "participant", "is_counted")


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision about a match: a *choice* of it, and the *name* of a new participant."""

    match: PersonMatch
    choice: str
    name: str

    @property
    def is_open(self) -> bool:
        """Return whether the organiser has yet to choose."""
        return self.choice == ASK

    @property
    def is_known(self) -> bool:
        """Return whether the same was decided when the file was read before."""
        return self.match.why == Why.REMEMBERED and self.choice == self.match.choice

    @property
    def problem(self) -> str:
        """Return what is wrong with the name of a new participant."""
        return _("Enter a name.") if self.choice == NEW and not self.name else ""


@transaction.atomic
def write_attendance(session: LearningSession, decisions: Iterable[Decision]) -> Counter[str]:
    """Note who was present and who else counts. Return how many were *marked*, *new* and *counted*.

    Earlier notes stay; the same decisions once more change nothing.
    """
    counts: Counter[str] = Counter()
    rows = []
    journal.note_all(session.participants.exclude(status=Participant.Status.ATTENDED))
    for decision in decisions:
        participant = _participant(session, decision, counts)
        # Whom an organiser has marked as absent since stays so.
        if participant is not None and not decision.is_known:
            with suppress(WrongState):
                participant.mark_present()
                counts["marked"] += 1
        counts["counted"] += decision.choice == COUNT
        rows.append(_row(session, decision, participant))
    _write_rows(session, rows)
    return counts


def _write_rows(session: LearningSession, rows: Sequence[MeetingAttendee]) -> None:
    """Write the people of the file; those of an earlier one with their keys are replaced."""
    written = session.meeting_attendees.filter(key__in=[row.key for row in rows])
    known = list(written.values_list("pk", flat=True))
    journal.note_all(written)
    MeetingAttendee.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["session", "key"], update_fields=_UPDATED
    )
    journal.note_all(written.exclude(pk__in=known), are_new=True)


@transaction.atomic
def mark_by_list(
    session: LearningSession, shown: Sequence[int], present: set[int]
) -> tuple[Counter[str], list[str]]:
    """Mark those *shown* as present who are among *present*, and take it back of the others.

    Return how many were *present* and *absent* before no more, and why others stayed as they were.
    """
    counts: Counter[str] = Counter()
    problems = []
    rows = session.participants.filter(pk__in=shown).select_related("person", "session")
    for participant in rows:
        was = participant.status == Participant.Status.ATTENDED
        if was == (participant.pk in present):
            continue
        try:
            if was:
                participant.mark_absent()
            else:
                participant.mark_present()
        except WrongState as problem:
            problems.append(str(problem))
        else:
            counts["absent" if was else "present"] += 1
    return counts, problems


def _participant(
    session: LearningSession, decision: Decision, counts: Counter[str]
) -> Participant | None:
    """Return the participant whom a decision names, made where the person is new here."""
    match, choice = decision.match, decision.choice
    if choice in (COUNT, LEAVE):
        return None
    if choice == NEW:
        counts["new"] += 1
        return _joined(session, _person(decision))
    key = int(choice[1:])
    if choice.startswith("k"):
        counts["new"] += 1
        return _joined(session, next(one for one in match.people if one.pk == key))
    return next(one for one in match.participants if one.pk == key)


def _joined(session: LearningSession, person: Person) -> Participant:
    """Return the participant that *person* is, or becomes without consent to be listed."""
    return Participant.objects.get_or_create(session=session, person=person)[0]


def _person(decision: Decision) -> Person:
    attendee = decision.match.attendee
    known = Person.objects.filter(email=attendee.email).first() if attendee.email else None
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return Person.objects.create(
                name=decision.name, email=attendee.email, city=decision.match.city
            )
    except IntegrityError:
        # Registered at the same moment.
        return Person.objects.get(email=attendee.email)


def _row(
    session: LearningSession, decision: Decision, participant: Participant | None
) -> MeetingAttendee:
    attendee = decision.match.attendee
    return MeetingAttendee(
        session=session,
        key=attendee.key,
        name=attendee.name,
        minutes=attendee.minutes,
        participant=participant,
        is_counted=decision.choice != LEAVE,
    )
