"""Personal links: signed, scoped to one invitation, never stored."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from sesame import utils as sesame

from cities.models import Invitation


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
    # Without update_last_login nothing is written: mail scanners open links, too.
    user = sesame.get_user(token, scope=_scope(invitation), update_last_login=False)
    return user is not None and user.pk == invitation.officer.user_id


def _scope(invitation: Invitation) -> str:
    return f"invitation:{invitation.key}"
