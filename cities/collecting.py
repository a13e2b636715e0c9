"""Whether a city may still write: the dates of its session, and what was agreed since."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import now

from cities.models import Contribution

_WRITES = frozenset({"invited", "draft", "changes_requested"})


def closes_at(contribution: Contribution) -> datetime | None:
    """Return when writing ends: late contributions count, too. None where nobody set a date."""
    session = contribution.session
    return session.contributions_close_at or session.contributions_due_at


def has_closed(contribution: Contribution) -> bool:
    """Tell whether it is too late. Who was asked for changes may always answer."""
    closes = closes_at(contribution)
    asked = contribution.state == Contribution.State.CHANGES_REQUESTED
    return closes is not None and closes <= now() and not asked


def is_late(contribution: Contribution) -> bool:
    """Tell whether the due date has passed."""
    return bool(contribution.session.is_past_due)


def may_write(contribution: Contribution) -> bool:
    """Tell whether the city may write now."""
    return contribution.state in _WRITES and not has_closed(contribution)
