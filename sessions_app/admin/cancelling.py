"""Calling a session off, and holding it after all."""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.forms import BaseDialogForm
from unfold.widgets import UnfoldAdminTextareaWidget

from llex.core.admin.actions import StateAction
from sessions_app.mailings.sending import cancel_session, reinstate_session
from sessions_app.models import LearningSession


class CancelDialog(BaseDialogForm):
    """Ask why a session is cancelled."""

    note = forms.CharField(
        label=_("Reason for the cancellation"),
        required=False,
        widget=UnfoldAdminTextareaWidget,
        help_text=_(
            "In the main language of the session; you can translate it afterwards. Shown on the"
            " session’s page and in calendars."
        ),
    )


CANCELLING: Final = (
    StateAction(
        "cancel",
        label=_("Cancel the session"),
        done=_("Cancelled: %(names)s."),
        question=_(
            "Its page stays and says that it is cancelled; calendars that have it show it as"
            " cancelled. Registration and contributions are closed,"
            " and those who are registered are told by e-mail."
        ),
        icon="event_busy",
        permission="plan",
        dialog=CancelDialog,
        call=cancel_session,
    ),
    StateAction(
        "reinstate",
        label=_("Hold it after all"),
        done=_("Held after all: %(names)s."),
        question=_(
            "The session is no longer cancelled, on its page and in calendars. Those who are"
            " registered are told by e-mail."
        ),
        icon="event_available",
        permission="plan",
        call=lambda session, user, note: reinstate_session(session, user),
    ),
)


def cancelling_verbs(session: LearningSession) -> tuple[str, ...]:
    """Return which of the two is possible for *session* now."""
    if session.is_cancelled:
        return ("reinstate",)
    return () if session.editions.exists() else ("cancel",)
