"""The receipt: everything that was sent, by e-mail to the city's officers."""

from __future__ import annotations

from cities.contributions.draft_rows import from_rows
from cities.models import Contribution
from cities.notifications import emails
from cities.notifications.recipients import writes_for
from llex.core.models import User
from priorities.models import Service


def send_receipt(contribution: Contribution, *, by: User | None) -> None:
    """Send the officers what was just submitted, each in their language.

    The sender gets one too, invited or not, if they write for the city.
    """
    said = from_rows(contribution)
    services = list(Service.objects.all())
    emails.to_officers(
        "receipt",
        contribution,
        event=contribution.submissions.last(),
        also=by if writes_for(contribution, by) else None,
        by=by,
        said=said,
        # Called while the letter is written, so in the language of each officer.
        services=lambda: {service.slug: str(service) for service in services},
        documents=list(contribution.attachments.all()),
    )
