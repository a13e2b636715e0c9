"""Voter keys: random keys in a signed cookie and in a signed field of the form.

The key is made when the page is first shown and known only to the browser; the database sees it
with the ballot, and nothing else. A phone that refuses cookies sends the field, and so has one
ballot per page that it opened; where there is a cookie, it wins.

This takes the place of Django's CSRF token, for which there would have to be a cookie as well:
a foreign page can neither read the signed field nor make one, the cookie is not sent along from
other sites (SameSite), and a request that a browser itself calls cross-site is refused. So no one
can change the ballot of another, and no session is used.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from priorities.models import Ballot
from priorities.voting.casting import Voter, digest, make_key

FIELD: Final = "voter"
_KEPT: Final = timedelta(days=30)


class Unrecognised(Exception):
    """A ballot without a valid key: it is missing, forged or sent from another site.

    Its text is for the voter.
    """


@dataclass(frozen=True, slots=True)
class VotingContext:
    """Where a ballot is cast: the page of a consultation, of a one-person link, of a rehearsal.

    A key is good in its own booth only: two people who vote by their links on one phone have a
    ballot each, and nothing tells that the voter of one hall is also that of another.
    """

    code: str
    token: str = ""
    is_rehearsal: bool = False

    @property
    def cookie(self) -> str:
        """Return the cookie's name. The cookies of a link and of its hall are not mistaken."""
        return "rehearsal" if self.is_rehearsal else "delegate" if self.token else "voter"

    @property
    def link(self) -> str:
        """Return the digest of the one-person link, which is all that is stored of it."""
        return digest(self.token) if self.token else ""

    @property
    def signer(self) -> Signer:
        """Return what signs the keys of this booth."""
        return Signer(salt=f"priorities.voting.voter_keys:{self.cookie}:{self.code}:{self.link}")

    def new_key(self) -> str:
        """Return a new signed key."""
        return self.signer.sign(make_key())

    def cookie_key(self, request: HttpRequest) -> str:
        """Return the signed key that the browser keeps, an empty text if it has no valid one."""
        signed = request.COOKIES.get(self.cookie, "")
        return signed if self._is_sound(signed) else ""

    def key_of(self, request: HttpRequest) -> str:
        """Return the signed key that a ballot was sent with. Raise Unrecognised."""
        if request.headers.get("Sec-Fetch-Site", "same-origin") == "cross-site":
            raise Unrecognised(_("This ballot was sent from another site, so it was not taken."))
        signed = request.COOKIES.get(self.cookie) or request.POST.get(FIELD, "")
        if not self._is_sound(signed):
            raise Unrecognised(
                _("We could not tell that this ballot came from this page. Please send it again.")
            )
        return signed

    def voter(self, signed: str, language: str) -> Voter:
        """Return the voter of a sound signed key."""
        return Voter(
            key=self.signer.unsign(signed),
            language=language,
            origin=Ballot.Origin.REHEARSAL if self.is_rehearsal else Ballot.Origin.PHONE,
            link=self.link,
        )

    def keep(self, request: HttpRequest, response: HttpResponse, signed: str) -> None:
        """Ask the browser to keep a key for this page, unless it does already."""
        if request.COOKIES.get(self.cookie) != signed:
            response.set_cookie(
                self.cookie,
                signed,
                max_age=_KEPT,
                path=request.path,
                secure=settings.HTTPS,
                httponly=True,
                samesite="Lax",
            )

    def _is_sound(self, signed: str) -> bool:
        try:
            self.signer.unsign(signed)
        except BadSignature:
            return False
        return True
