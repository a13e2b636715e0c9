"""Access to contributions: for the officers of the city, and by personal link.

A personal link opens one contribution, and of earlier ones of the city only the texts that its form
offers to copy (`cities.contributions.earlier`). A contribution without access answers as if it did
not exist.
"""

from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpRequest

from cities.models import Contribution, Invitation, Officer
from llex.core.models import User

_GRANTS: Final = "invitations"


@dataclass(frozen=True, slots=True)
class Access:
    """A contribution, the officer who opens it, and the invitation if that is how."""

    contribution: Contribution
    officer: Officer
    invitation: Invitation | None = None

    @property
    def user(self) -> User:
        """Return the officer's user."""
        return self.officer.user


def grant(request: HttpRequest, invitation: Invitation) -> None:
    """Give this browser access to the contribution until its session or the link ends."""
    request.session.cycle_key()
    grants = request.session.get(_GRANTS, {})
    request.session[_GRANTS] = grants | {str(invitation.contribution_id): str(invitation.key)}


def access(request: HttpRequest, pk: int) -> Access:
    """Return what lets this visitor open the contribution *pk*. Raise Http404 where nothing does.

    Asked anew at each request, so that a revoked link ends at once.
    """
    found = _by_membership(request, pk) or _by_invitation(request, pk)
    if found is None:
        raise Http404
    return found


def drop_foreign_grants(request: HttpRequest, user: User) -> None:
    """Drop the access by personal links of other officers, opened before *user* logged in.

    The user's own links keep working.
    """
    grants = request.session.get(_GRANTS, {})
    if grants:
        keys = Invitation.objects.filter(key__in=grants.values(), officer__user=user)
        own = {str(key) for key in keys.values_list("key", flat=True)}
        request.session[_GRANTS] = {pk: key for pk, key in grants.items() if key in own}


def granted(request: HttpRequest) -> list[Contribution]:
    """Return the contributions that this browser opens by personal links, one query for all."""
    grants = request.session.get(_GRANTS, {})
    if not grants:
        return []
    valid = Invitation.objects.valid().filter(key__in=grants.values())
    return list(Contribution.objects.filter(invitations__in=valid, pk__in=grants).distinct())


def _by_membership(request: HttpRequest, pk: int) -> Access | None:
    if not request.user.is_authenticated:
        return None
    officers = Officer.objects.writing().filter(user=request.user, city__contributions=pk)
    officer = officers.select_related("user", "city").first()
    return Access(_contribution(pk), officer) if officer else None


def _by_invitation(request: HttpRequest, pk: int) -> Access | None:
    key = request.session.get(_GRANTS, {}).get(str(pk))
    if key is None:
        return None
    invitation = (
        Invitation.objects.valid()
        .filter(key=key, contribution=pk)
        .select_related("officer__user", "officer__city")
        .first()
    )
    return Access(_contribution(pk), invitation.officer, invitation) if invitation else None


def _contribution(pk: int) -> Contribution:
    return Contribution.objects.select_related("city", "session__series").get(pk=pk)
