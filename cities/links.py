"""Personal links: signed, scoped to one invitation, never stored."""

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from sesame import utils as sesame

from cities.models import Invitation
from cities.models.invitations import LIFETIME

# A letter is written in a moment, and a link is signed a little after its lifetime was noted.
_MARGIN: Final = timedelta(minutes=5)


def address(invitation: Invitation, language: str) -> str:
    """Return the personal link of an invitation, to its page in *language*."""
    token = sesame.get_token(invitation.officer.user, scope=_scope(invitation))
    with translation.override(language):
        path = reverse("cities:invitation", args=[invitation.key, token])
    return f"{settings.SITE_URL}{path}"


def is_genuine(invitation: Invitation, token: str) -> bool:
    """Tell whether *token* was signed for this invitation and its officer.

    Whether the invitation still lets anybody in is another question: `Invitation.is_valid`.
    """
    return _is_signed(invitation, token)


def is_fresh(invitation: Invitation, token: str) -> bool:
    """Tell whether *token* is genuine and its own lifetime has not passed.

    An invitation that is sent again lives on; the link that expired before stays dead, so that
    whoever finds an old letter cannot revive it without reading the officer's mail.
    """
    written = [moment for moment in (invitation.sent_at, invitation.reminded_at) if moment]
    life = invitation.expires_at - max(written) if written else LIFETIME
    return _is_signed(invitation, token, max_age=max(life, timedelta()) + _MARGIN)


def _is_signed(invitation: Invitation, token: str, max_age: timedelta | None = None) -> bool:
    # Without update_last_login nothing is written: mail scanners open links, too.
    user = sesame.get_user(
        token, scope=_scope(invitation), max_age=max_age, update_last_login=False
    )
    return user is not None and user.pk == invitation.officer.user_id


def _scope(invitation: Invitation) -> str:
    return f"invitation:{invitation.key}"
