"""Personal links: signed, scoped to one invitation, never stored.

A link may say where its officer wants to go on, once let in: `destination` knows the places, so no
link of ours leads elsewhere.
"""

import re
from datetime import timedelta
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from sesame import utils as sesame

from cities.models import Contribution, Invitation
from cities.models.invitations import LIFETIME

# A letter is written in a moment, and a link is signed a little after its lifetime was noted.
_MARGIN: Final = timedelta(minutes=5)

FORM: Final = "form"
WORDING: Final = "wording"
FOLLOW_UP: Final = "follow-up"
_PAGES: Final = {
    FORM: "cities:contribution_edit",
    WORDING: "cities:wording",
    FOLLOW_UP: "cities:follow_up",
}
_FIELD: Final = re.compile(r"[a-z_]+(-\d{1,3}-[a-z_]+)?")


def build_url(invitation: Invitation, language: str, *, to: str = FORM, field: str = "") -> str:
    """Return the personal link of an invitation, to its page in *language*.

    From there its officer goes on *to* a page of the contribution, and to a *field* on it.
    """
    token = sesame.get_token(invitation.officer.user, scope=_scope(invitation))
    with translation.override(language):
        path = reverse("cities:invitation", args=[invitation.key, token])
    choice = {"to": to if to != FORM else "", "field": field}
    query = urlencode({name: value for name, value in choice.items() if value})
    return f"{settings.SITE_URL}{path}{'?' if query else ''}{query}"


def build_login_url(
    contribution: Contribution, language: str, *, to: str = FORM, field: str = ""
) -> str:
    """Return the address of a contribution's page for officers who sign in."""
    with translation.override(language):
        sign_in = reverse(settings.LOGIN_URL)
        path = destination(contribution.pk, to, field)
    return f"{settings.SITE_URL}{sign_in}?{urlencode({'next': path})}"


def destination(pk: int, to: str = FORM, field: str = "") -> str:
    """Return the path of the page of contribution *pk* that a link names, else that of its form.

    Both choices come from an address that anybody can write: what is unknown is left aside.
    """
    path = reverse(_PAGES.get(to, _PAGES[FORM]), args=[pk])
    return f"{path}#{field}" if _FIELD.fullmatch(field) else path


def is_signature_valid(invitation: Invitation, token: str) -> bool:
    """Return whether *token* was signed for this invitation and its officer.

    `Invitation.is_valid` says whether the invitation still gives access.
    """
    return _is_signed(invitation, token)


def is_unexpired(invitation: Invitation, token: str) -> bool:
    """Return whether *token* is genuine and its own lifetime has not passed.

    Sending an invitation again does not revive an expired link, so that an old e-mail gives no
    access to a person who cannot read the officer's new one.
    """
    written = invitation.written_at
    life = invitation.expires_at - written if written else LIFETIME
    return _is_signed(invitation, token, max_age=max(life, timedelta()) + _MARGIN)


def _is_signed(invitation: Invitation, token: str, max_age: timedelta | None = None) -> bool:
    # Without update_last_login nothing is written: mail scanners open links, too.
    user = sesame.get_user(
        token, scope=_scope(invitation), max_age=max_age, update_last_login=False
    )
    return user is not None and user.pk == invitation.officer.user_id


def _scope(invitation: Invitation) -> str:
    return f"invitation:{invitation.key}"
