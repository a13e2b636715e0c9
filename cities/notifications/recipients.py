"""The recipients of e-mails about a contribution."""

from dataclasses import dataclass
from typing import Any

from cities.models import City, Contribution, Invitation, Officer
from llex.core.models import User


@dataclass(frozen=True, slots=True)
class Recipient:
    """An officer who is written to, and their invitation that is not revoked, if there is one."""

    user: User
    invitation: Invitation | None


def recipients(contribution: Contribution) -> list[Recipient]:
    """Return the officers who write for the city in this session.

    They are those with an active invitation to it; without any, all officers of the city but those
    whose invitation was revoked.
    """
    writing = Officer.objects.writing().filter(city=contribution.city_id, user__is_active=True)
    officers = list(writing.select_related("user").order_by("pk"))
    invitations = list(contribution.invitations.select_related("officer__user"))
    active = {one.officer_id: one for one in invitations if one.revoked_at is None}
    withdrawn = {one.officer_id for one in invitations} - active.keys()
    invited = [officer for officer in officers if officer.pk in active]
    others = [officer for officer in officers if officer.pk not in withdrawn]
    return [Recipient(one.user, active.get(one.pk)) for one in invited or others]


def officers(contribution: Contribution) -> list[User]:
    """Return the users who write for the city in this session."""
    return [one.user for one in recipients(contribution)]


def organisers(contribution: Contribution) -> str:
    """Return the address of the conveners, or nothing where the series has none."""
    return contribution.session.series.contact


def organisers_of(city: City) -> str:
    """Return the address of those who convened what the city was last asked for, or nothing.

    For a city that was never asked it is that of the latest session.
    """
    sessions: Any = Contribution._meta.get_field("session").related_model
    reachable = sessions.objects.exclude(series__contact="").order_by("-starts_at", "-pk")
    contacts = reachable.values_list("series__contact", flat=True)
    found = contacts.filter(contributions__city=city).first() or contacts.first()
    return str(found or "")


def writes_for(contribution: Contribution, user: User | None) -> bool:
    """Return whether *user* is an officer of the contribution's city."""
    return (
        user is not None
        and Officer.objects.writing().filter(city=contribution.city_id, user=user).exists()
    )
