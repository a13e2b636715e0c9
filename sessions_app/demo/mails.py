"""The outbox of the demonstration: letters sent, waiting and failed. No server is contacted."""

from datetime import timedelta
from typing import Any, Final

from django.utils.timezone import now

from cities.invitations.sending import send_invitation_mail
from cities.models import Invitation
from llex.core.mail.models import Mail, MailProblem, MailState
from llex.core.models import User
from sessions_app.models import LearningSession

_FATES: Final[dict[str, dict[str, Any]]] = {
    "sent": {"state": MailState.SENT, "tries": 1},
    "waiting": {"state": MailState.WAITING},
    "failed": {
        "state": MailState.FAILED,
        "tries": 3,
        "problem": MailProblem.DEFERRED,
        "answer": "451 4.7.1 Please try again later",
    },
}
# The server of the demonstration delivers nothing by itself within this time.
_LATER: Final = timedelta(days=1)


def load_mails(session: LearningSession, tables: list[dict[str, Any]], by: User) -> None:
    """Write the letters of a new session, each with the state that its table names."""
    invitations = Invitation.objects.filter(contribution__session=session)
    for table in tables:
        invitation = invitations.get(contribution__city__slug=table["city"])
        send_invitation_mail(table["kind"], invitation, by=by)
        moment = now()
        is_sent = table["state"] == "sent"
        Mail.objects.about(invitation).filter(kind=table["kind"]).update(
            sent_at=moment if is_sent else None,
            next_try_at=moment + _LATER,
            **_FATES[table["state"]],
        )
