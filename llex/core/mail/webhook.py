"""Bounces that a mail provider reports to the webhook of django-anymail."""

from typing import Any, Final

from llex.core.mail.addresses import normalize
from llex.core.mail.outbox import find_sent, note_bounce
from llex.core.states import WrongState

_RETURNED: Final = frozenset({"bounced", "rejected", "failed"})


def note_event(sender: Any, event: Any, esp_name: str = "", **_signal: Any) -> None:
    """Note on its mail that it came back. Other events, and those of no mail of ours, are left."""
    if event.event_type not in _RETURNED:
        return
    mail = find_sent(event.message_id or "", normalize(event.recipient or ""))
    if mail is None:
        return
    parts = (esp_name, event.reject_reason, event.mta_response or event.description)
    try:
        note_bounce(mail, " · ".join(filter(None, parts)))
    except WrongState:
        # Reported twice at the same moment.
        return
