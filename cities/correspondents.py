"""Who is written to about a contribution."""

from dataclasses import dataclass

from cities.models import Contribution, Invitation, Officer
from llex.models import User


@dataclass(frozen=True, slots=True)
class Correspondent:
    """An officer who is written to, and the living invitation of theirs, if there is one."""

    user: User
    invitation: Invitation | None


def correspondents(contribution: Contribution) -> list[Correspondent]:
    """Return those who write for the city in this session.

    Those with a living invitation to it; where there is none, all officers of the city but those
    whose invitation was withdrawn.
    """
    writing = Officer.objects.writing().filter(city=contribution.city_id, user__is_active=True)
    officers = list(writing.select_related("user").order_by("pk"))
    invitations = list(contribution.invitations.select_related("officer__user"))
    living = {one.officer_id: one for one in invitations if one.revoked_at is None}
    withdrawn = {one.officer_id for one in invitations} - living.keys()
    invited = [officer for officer in officers if officer.pk in living]
    others = [officer for officer in officers if officer.pk not in withdrawn]
    return [Correspondent(one.user, living.get(one.pk)) for one in invited or others]


def officers(contribution: Contribution) -> list[User]:
    """Return the users who write for the city in this session."""
    return [one.user for one in correspondents(contribution)]


def organisers(contribution: Contribution) -> str:
    """Return the address of the conveners, or nothing where the series has none."""
    return contribution.session.series.contact


def writes_for(contribution: Contribution, user: User | None) -> bool:
    """Tell whether *user* is an officer of the contribution's city."""
    return (
        user is not None
        and Officer.objects.writing().filter(city=contribution.city_id, user=user).exists()
    )
