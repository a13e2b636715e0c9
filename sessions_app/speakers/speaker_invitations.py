"""Inviting speakers and representatives of a session, reminding them, and taking it back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from llex.core.states import WrongState
from sessions_app.models import LearningSession, Participant, Person, SpeakerInvitation
from sessions_app.speakers import pieces, speaker_mails


@dataclass(frozen=True, slots=True)
class Request:
    """The pieces that speakers are asked for, and the moment by which they send them."""

    asks_picture: bool
    asks_biography: bool
    asks_slides: bool
    due_at: datetime | None

    def fields(self) -> dict[str, Any]:
        """Return it by the fields of an invitation."""
        return {
            "asks_picture": self.asks_picture,
            "asks_biography": self.asks_biography,
            "asks_slides": self.asks_slides,
            "due_at": self.due_at,
        }


@dataclass(frozen=True, slots=True)
class InvitedSpeaker:
    """A participant, stored or not, to be invited in a *language*."""

    participant: Participant
    language: str
    address_source: str


def new_participant(session: LearningSession, *, name: str, email: str, role: str) -> Participant:
    """Return an unsaved participant for an address, or the one whom the session has already."""
    person = Person.objects.filter(email=email).first() or Person(name=name, email=email)
    known = None
    if person.pk:
        known = session.participants.filter(person=person).select_related("person").first()
    participant = known or Participant(session=session, person=person)
    participant.session, participant.role = session, role
    return participant


def unsent(invitee: InvitedSpeaker, request: Request) -> SpeakerInvitation:
    """Return the invitation that would be sent, unsaved."""
    return SpeakerInvitation(
        participant=invitee.participant,
        language=invitee.language,
        address_source=invitee.address_source,
        **request.fields(),
    )


@transaction.atomic
def invite(
    session: LearningSession, invitees: Iterable[InvitedSpeaker], request: Request, *, by: Any
) -> list[SpeakerInvitation]:
    """Invite people and mail them. One who had declined gets a new link.

    Raise WrongState for a session that is cancelled, and for a person who is invited already.
    """
    if session.is_cancelled:
        raise WrongState(session, _("invite speakers"))
    return [_invite(invitee, request, by=by) for invitee in invitees]


def _invite(invitee: InvitedSpeaker, request: Request, *, by: Any) -> SpeakerInvitation:
    participant = invitee.participant
    if participant._state.adding:
        if participant.person._state.adding:
            participant.person.save()
        participant.order = participant.session.participants.count()
    participant.save()
    known = SpeakerInvitation.objects.filter(participant=participant).first()
    if known is not None:
        known.invite_again()
    invitation = known or SpeakerInvitation(participant=participant)
    invitation.participant = participant
    values = {
        **request.fields(),
        "language": invitee.language,
        "address_source": invitee.address_source,
        "invited_by": by,
    }
    for name, value in values.items():
        setattr(invitation, name, value)
    invitation.save()
    speaker_mails.send_invitation(invitation, by=by)
    return invitation


@transaction.atomic
def remind(invitation: SpeakerInvitation, *, by: Any) -> None:
    """Mail a reminder. Raise WrongState where the session is over or nothing is awaited."""
    if not awaited([invitation]):
        raise WrongState(invitation, _("remind"))
    invitation.mark_reminded()
    speaker_mails.send_reminder(invitation, by=by)


@transaction.atomic
def send_new_link(invitation: SpeakerInvitation, *, by: Any) -> None:
    """Mail a new link in place of the former one. Raise WrongState for a closed invitation."""
    invitation.renew_link()
    speaker_mails.send_invitation(invitation, by=by)


def awaited(invitations: Sequence[SpeakerInvitation]) -> list[SpeakerInvitation]:
    """Return those to be reminded: an answer is missing, or a piece, and none was sent just now."""
    return [
        one
        for one in invitations
        if one.may_be_answered
        and not one.was_just_reminded
        and (one.awaits_answer or pieces.missing_labels(one))
    ]
