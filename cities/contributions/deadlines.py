"""Whether a city may still write: the dates of its session, and what was agreed since."""

from __future__ import annotations

from django.utils.timezone import now

from cities.invitations.sending import closing_time
from cities.models import Contribution


class CollectionClosed(Exception):
    """The time for contributions is over."""


def is_over(contribution: Contribution) -> bool:
    """Return whether the last day of the collection has passed."""
    closes = closing_time(contribution.session)
    return closes is not None and closes <= now()


def has_closed(contribution: Contribution) -> bool:
    """Return whether the collection has closed; requested changes are accepted afterwards too."""
    return is_over(contribution) and contribution.state != Contribution.State.CHANGES_REQUESTED


def is_late(contribution: Contribution) -> bool:
    """Return whether the due date has passed."""
    return bool(contribution.session.is_past_due)


def may_write(contribution: Contribution) -> bool:
    """Return whether the city may write now."""
    return contribution.awaits_city and not has_closed(contribution)


def may_take_up(contribution: Contribution) -> bool:
    """Return whether the city may change what it has sent; requested changes afterwards too."""
    was_sent_back = contribution.wording_before is not None
    return contribution.may_be_taken_up and (was_sent_back or not is_over(contribution))
