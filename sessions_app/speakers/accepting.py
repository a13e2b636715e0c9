"""Accepting what a speaker sent for the public pages, in the state in which it was looked at."""

from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from llex.core.states import WrongState
from sessions_app.models import SpeakerInvitation
from sessions_app.speakers.pieces import BIOGRAPHY, PICTURE, SLIDES, picture_of, slides_of

PIECES: Final = (PICTURE, BIOGRAPHY, SLIDES)


def seen_of(invitation: SpeakerInvitation) -> dict[str, str]:
    """Return what identifies the state of each piece; empty for one that was not sent."""
    picture, slides = picture_of(invitation), slides_of(invitation)
    return {
        PICTURE: f"{picture.digest}:{picture.own_alternative}" if picture else "",
        BIOGRAPHY: invitation.own_biography,
        SLIDES: slides.checksum if slides else "",
    }


@transaction.atomic
def accept(invitation: SpeakerInvitation, piece: str, shown: str, *, is_accepted: bool) -> None:
    """Show a piece to readers, or hide it. Raise WrongState if it is not as *shown* any more."""
    rows = SpeakerInvitation.objects.with_pieces().select_for_update(of=("self",))
    locked = rows.select_related("participant__person").get(pk=invitation.pk)
    now_there = seen_of(locked)[piece]
    if not now_there or _comparable(now_there) != _comparable(shown):
        raise WrongState(locked, _("accept"))
    if piece == BIOGRAPHY:
        locked.accept_biography(is_accepted=is_accepted)
        return
    file: Any = getattr(locked, piece)
    file.accept(is_accepted=is_accepted)


def _comparable(text: str) -> str:
    """Return a text as browsers and the database agree on it."""
    return " ".join(text.split())
