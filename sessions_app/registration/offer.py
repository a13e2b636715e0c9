"""The offer to register on a session's page: open, how many places, or why not."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.urls import reverse
from django.utils.timezone import now

from sessions_app.models import LearningSession
from sessions_app.registration.places import PlaceCounts, place_counts


class OfferState(StrEnum):
    """Whether people can register for a session now."""

    OPEN = "open"
    WAITING_LIST = "waiting_list"
    INVITED = "invited"
    NOT_YET = "not_yet"
    CLOSED = "closed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Offer:
    """*left* is None without a limit; *opens* and *closes* are the hours of registration."""

    state: OfferState
    left: int | None
    waiting: int
    opens: datetime | None
    closes: datetime
    address: str

    @property
    def takes(self) -> bool:
        """Return whether the form can be sent, for a place or for the waiting list."""
        return self.state in (OfferState.OPEN, OfferState.WAITING_LIST)


def registration_offer(session: LearningSession, *, is_invited: bool = False) -> Offer:
    """Return what is offered to a reader now; one query. *is_invited*: by the invitation's link."""
    counts = place_counts(session)
    return Offer(
        _state(session, counts, is_invited=is_invited),
        counts.left,
        counts.waiting,
        session.registration_opens_at,
        session.registration_end,
        reverse("sessions_app:register", args=[session.slug]),
    )


def _state(session: LearningSession, counts: PlaceCounts, *, is_invited: bool) -> OfferState:
    moment = now()
    if session.is_cancelled:
        return OfferState.CANCELLED
    if moment >= session.registration_end:
        return OfferState.CLOSED
    if session.registration_opens_at and moment < session.registration_opens_at:
        return OfferState.NOT_YET
    if session.registration_access == session.RegistrationAccess.INVITED and not is_invited:
        return OfferState.INVITED
    return OfferState.WAITING_LIST if counts.is_full else OfferState.OPEN
