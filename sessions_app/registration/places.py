"""The places of a session and its waiting list.

Each decision about a place is taken while the row of the session is locked, so that of a thousand
who confirm at once exactly as many get a place as there are, and the others wait in their order.
"""

from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import Count, Max, Q
from django.utils.timezone import now

from sessions_app.models import LearningSession, Participant
from sessions_app.registration import registration_mails

_HELD: Final = (Participant.Status.REGISTERED, Participant.Status.ATTENDED)


@dataclass(frozen=True, slots=True)
class PlaceCounts:
    """How many have a place and how many wait; *last* is the highest number that was given."""

    taken: int
    waiting: int
    last: int
    capacity: int | None

    @property
    def left(self) -> int | None:
        """Return how many places are left; None where there is no limit."""
        return None if self.capacity is None else max(0, self.capacity - self.taken)

    @property
    def is_full(self) -> bool:
        """Return whether a newcomer waits: no place is left, or others wait for one."""
        return self.left == 0 or (self.left is not None and self.waiting > 0)


def lock_session(pk: int) -> LearningSession | None:
    """Lock and read a session; None for one that has been deleted.

    On SQLite there is nothing to lock: there a transaction is the only one that writes.
    """
    rows = LearningSession.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("series").filter(pk=pk).first()


def place_counts(session: LearningSession) -> PlaceCounts:
    """Count the places of *session* in one query."""
    waiting = Q(status=Participant.Status.WAITING)
    found = session.participants.aggregate(
        taken=Count("pk", filter=Q(status__in=_HELD)),
        waiting=Count("pk", filter=waiting),
        last=Max("waiting_number"),
    )
    return PlaceCounts(found["taken"], found["waiting"], found["last"] or 0, session.capacity)


def decide(session: LearningSession, participant: Participant) -> None:
    """Give an unsaved or cancelled participant a place of the locked *session*, or a number."""
    counts = place_counts(session)
    is_new = participant.pk is None
    if not counts.is_full:
        if is_new:
            participant.status = Participant.Status.REGISTERED
        else:
            participant.give_place()
    elif is_new:
        participant.status = Participant.Status.WAITING
        participant.waiting_number = counts.last + 1
    else:
        participant.wait(counts.last + 1)


def waiting_position(participant: Participant) -> int:
    """Return the position of a person on the waiting list: 1 is next."""
    waiting = participant.session.participants.waiting()
    if participant.waiting_number is not None:
        return waiting.filter(waiting_number__lte=participant.waiting_number).count()
    return list(waiting.values_list("pk", flat=True)).index(participant.pk) + 1


@transaction.atomic
def fill_places(session_id: int) -> list[Participant]:
    """Give the places that are free to those who wait longest, and mail them. Return them.

    Nothing is done once the session has ended or is cancelled.
    """
    session = lock_session(session_id)
    if session is None or session.is_cancelled or session.ends_at <= now():
        return []
    counts = place_counts(session)
    free = counts.waiting if counts.left is None else counts.left
    if not counts.waiting or not free:
        return []
    rows = session.participants.waiting().select_related("person", "registration")[:free]
    moved = list(rows)
    for participant in moved:
        participant.session = session
        move_up(participant)
    return moved


@transaction.atomic
def move_up(participant: Participant) -> None:
    """Give a person a place, also in a full session, and mail it. Raise WrongState."""
    lock_session(participant.session_id)
    participant.give_place()
    registration_mails.send_moved_up(participant)


@transaction.atomic
def cancel(participant: Participant) -> None:
    """Cancel a registration, mail it, and pass the place on. Raise WrongState."""
    lock_session(participant.session_id)
    participant.refresh_from_db(fields=["status", "waiting_number"])
    had_place = participant.takes_part
    participant.cancel()
    registration_mails.send_cancelled(participant, had_place=had_place)
    fill_places(participant.session_id)
