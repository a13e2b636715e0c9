"""The registrations of a session as organisers see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q

from sessions_app.models import LearningSession, Participant, Registration, RegistrationRequest
from sessions_app.registration.offer import Offer, registration_offer
from sessions_app.statistics.genders import gender_sums
from sessions_app.statistics.speaker_balance import SpeakerBalance, speaker_balance

# More of the waiting list are in the list of participants.
_LIMIT: Final = 50


@dataclass(frozen=True, slots=True)
class RegistrationOverview:
    """Counts, the waiting list, and what people wrote that organisers prepare for.

    *unconfirmed* counts addresses whose link has not been followed yet.
    """

    offer: Offer
    registered: int
    attended: int
    waiting: int
    cancelled: int
    unconfirmed: int
    queue: Sequence[Participant]
    questions: Sequence[str]
    needs: Sequence[Registration]
    genders: dict[str, int]
    balance: SpeakerBalance


def registration_overview(session: LearningSession) -> RegistrationOverview:
    """Read the overview in a constant number of queries."""
    status = Participant.Status
    counts = session.participants.aggregate(
        **{name: Count("pk", filter=Q(status=name)) for name in status.values}
    )
    written = Registration.objects.filter(
        participant__session=session, participant__status__in=(status.REGISTERED, status.WAITING)
    ).order_by("confirmed_at", "pk")
    known = session.participants.exclude(status=status.CANCELLED).values("person__email")
    unconfirmed = RegistrationRequest.objects.open().filter(session=session)
    return RegistrationOverview(
        offer=registration_offer(session, is_invited=True),
        registered=counts["registered"],
        attended=counts["attended"],
        waiting=counts["waiting"],
        cancelled=counts["cancelled"],
        unconfirmed=unconfirmed.exclude(email__in=known).values("email").distinct().count(),
        queue=list(session.participants.waiting().select_related("person")[:_LIMIT]),
        questions=list(written.exclude(question="").values_list("question", flat=True)),
        needs=list(written.exclude(access_needs="")),
        genders=gender_sums(session),
        balance=speaker_balance(session),
    )
