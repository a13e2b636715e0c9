"""Send a new link to an officer whose session ended while writing."""

from __future__ import annotations

from typing import Final

from django.core import signing
from django.core.cache import cache

from cities.invitations import sending
from cities.models import Invitation

RENEWAL_SALT: Final = "cities.contribution.ticket"
# The page stays open that long at most; and a link is sent once in so many seconds.
_OLDEST: Final = 14 * 24 * 3600
_PAUSE: Final = 300


def send_new_link(pk: int, ticket: str) -> bool:
    """Send the officer who held the page a new link. Return whether one is on its way.

    *ticket* is what the page was given: signed, it names the officer. The link goes to the address
    that was invited and nowhere else, so it does no harm in other hands.
    """
    try:
        user = int(signing.loads(ticket, salt=RENEWAL_SALT, max_age=_OLDEST))
    except (signing.BadSignature, TypeError, ValueError):
        return False
    found = Invitation.objects.valid().filter(contribution=pk, officer__user=user)
    invitation = found.select_related("officer__user", "contribution__session__series").first()
    if invitation is None or not cache.add(f"new-link-{invitation.pk}", 1, _PAUSE):
        return False
    sending.resend(invitation)
    return True
