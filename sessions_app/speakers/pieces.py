"""The pieces that a speaker is asked for, and those still missing."""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from sessions_app.models import SpeakerInvitation, SpeakerPicture, SpeakerSlides

PICTURE: Final = "picture"
BIOGRAPHY: Final = "biography"
SLIDES: Final = "slides"
_LABELS: Final = {PICTURE: _("a picture"), BIOGRAPHY: _("a short biography"), SLIDES: _("slides")}


@dataclass(frozen=True, slots=True)
class Piece:
    """A thing that a speaker is asked for."""

    name: str
    is_sent: bool
    is_accepted: bool

    @property
    def label(self) -> str:
        """Return what it is called, with its article."""
        return str(_LABELS[self.name])


def picture_of(invitation: SpeakerInvitation) -> SpeakerPicture | None:
    """Return the picture that was sent, if any."""
    return getattr(invitation, "picture", None)


def slides_of(invitation: SpeakerInvitation) -> SpeakerSlides | None:
    """Return the slides that were sent, if any."""
    return getattr(invitation, "slides", None)


def pieces_of(invitation: SpeakerInvitation) -> list[Piece]:
    """Return what is asked for or was sent, in the order of the page."""
    picture: Any = picture_of(invitation)
    slides: Any = slides_of(invitation)
    found = (
        (PICTURE, invitation.asks_picture, picture is not None, picture and picture.accepted_at),
        (
            BIOGRAPHY,
            invitation.asks_biography,
            bool(invitation.own_biography),
            invitation.biography_accepted_at,
        ),
        (SLIDES, invitation.asks_slides, slides is not None, slides and slides.accepted_at),
    )
    return [
        Piece(name, is_sent, bool(accepted_at))
        for name, is_asked, is_sent, accepted_at in found
        if is_asked or is_sent
    ]


def asked_labels(invitation: SpeakerInvitation) -> list[str]:
    """Return what the person is asked for, in words."""
    asked = {
        PICTURE: invitation.asks_picture,
        BIOGRAPHY: invitation.asks_biography,
        SLIDES: invitation.asks_slides,
    }
    return [str(_LABELS[name]) for name, is_asked in asked.items() if is_asked]


def missing_labels(invitation: SpeakerInvitation) -> list[str]:
    """Return what was not sent yet, in words."""
    return [one.label for one in pieces_of(invitation) if not one.is_sent]
