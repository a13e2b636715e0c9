"""Confirmed speakers who agreed to be named, as readers see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.timezone import now

from sessions_app.models import (
    LearningSession,
    Participant,
    SpeakerInvitation,
    SpeakerPicture,
    SpeakerSlides,
)


@dataclass(frozen=True, slots=True)
class PublishedSpeaker:
    """A speaker with what organisers accepted; *affiliation* is a row with a translated name."""

    participant: Participant
    invitation: SpeakerInvitation
    has_biography: bool
    picture: SpeakerPicture | None
    slides: SpeakerSlides | None

    @property
    def affiliation(self) -> Model | None:
        """Return the city or organisation of the person, unless the speaker wrote another."""
        person = self.participant.person
        return None if self.invitation.organisation_name else person.city or person.organisation


def published_speakers(
    sessions: Iterable[LearningSession],
) -> dict[int, list[PublishedSpeaker]]:
    """Return the speakers by the key of their session, in the organisers' order. One query.

    A session that is cancelled has none; slides are there once a session is over.
    """
    held = {one.pk: one for one in sessions if not one.is_cancelled}
    found: dict[int, list[PublishedSpeaker]] = {}
    if not held:
        return found
    rows = SpeakerInvitation.objects.published().with_pieces().filter(participant__session__in=held)
    related = ("participant__person__city", "participant__person__organisation")
    for invitation in rows.select_related(*related):
        participant = invitation.participant
        participant.session = held[participant.session_id]
        found.setdefault(participant.session_id, []).append(_published(invitation))
    return found


def _published(invitation: SpeakerInvitation) -> PublishedSpeaker:
    picture: Any = getattr(invitation, "picture", None)
    slides: Any = getattr(invitation, "slides", None)
    is_over = invitation.session.ends_at <= now()
    return PublishedSpeaker(
        invitation.participant,
        invitation,
        has_biography=invitation.biography_accepted_at is not None,
        picture=picture if picture and picture.is_shown else None,
        slides=slides if slides and slides.accepted_at and is_over else None,
    )
