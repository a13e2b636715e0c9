"""The verb by which a participant comes from one status to another, as a spreadsheet says it."""

from collections.abc import Callable
from typing import Final

from sessions_app.models import Participant
from sessions_app.registration import places

_STATUS: Final = Participant.Status
_WAYS: Final[dict[tuple[str, str], Callable[[Participant], None]]] = {
    (_STATUS.REGISTERED, _STATUS.CANCELLED): places.cancel,
    (_STATUS.WAITING, _STATUS.CANCELLED): places.cancel,
    (_STATUS.WAITING, _STATUS.REGISTERED): places.move_up,
    (_STATUS.CANCELLED, _STATUS.REGISTERED): places.move_up,
    (_STATUS.REGISTERED, _STATUS.ATTENDED): Participant.mark_present,
    (_STATUS.WAITING, _STATUS.ATTENDED): Participant.mark_present,
    (_STATUS.CANCELLED, _STATUS.ATTENDED): Participant.mark_present,
    (_STATUS.ATTENDED, _STATUS.REGISTERED): Participant.mark_absent,
}


def can_change(former: str, wanted: str) -> bool:
    """Return whether a verb leads from one status to the other."""
    return former == wanted or (former, wanted) in _WAYS


def change_status(participant: Participant, wanted: str) -> None:
    """Move a stored participant by the verb that leads there, with its e-mails.

    Nothing is done where the person is there already, as one who has moved up meanwhile. Raise
    WrongState where no verb leads there any more.
    """
    participant.refresh_from_db(fields=["status", "waiting_number"])
    if participant.status != wanted:
        _WAYS[participant.status, wanted](participant)
