"""Whether a city may still write: the dates of its session, and what was agreed since."""

from __future__ import annotations

from django.utils.timezone import now

from cities.invitations.sending import closing_time
from cities.models import Contribution


def has_closed(contribution: Contribution) -> bool:
    """Return whether the collection has closed; requested changes are accepted afterwards too."""
    closes = closing_time(contribution.session)
    asked = contribution.state == Contribution.State.CHANGES_REQUESTED
    return closes is not None and closes <= now() and not asked


def is_late(contribution: Contribution) -> bool:
    """Return whether the due date has passed."""
    return bool(contribution.session.is_past_due)


def may_write(contribution: Contribution) -> bool:
    """Return whether the city may write now."""
    return contribution.awaits_city and not has_closed(contribution)
