"""Who is written to about a contribution."""

from cities.models import Contribution, Officer
from llex.models import User


def officers(contribution: Contribution) -> list[User]:
    """Return the users who write for the city in this session.

    Those with a living invitation to it; where nobody was invited, all officers of the city.
    """
    writing = Officer.objects.writing().filter(city=contribution.city_id).select_related("user")
    invited = writing.filter(
        invitations__contribution=contribution, invitations__revoked_at__isnull=True
    )
    return [officer.user for officer in invited.distinct() or writing]


def organisers(contribution: Contribution) -> str:
    """Return the address of the conveners, or nothing where the series has none."""
    return contribution.session.series.contact
