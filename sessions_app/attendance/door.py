"""The code at the door of a session: people type or scan it, and are noted as present.

It is not stored: it follows from the session and the number of its codes so far.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Final

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from llex.core.accounts import login_limits
from llex.core.db.fields import LineFormField
from llex.core.mail.addresses import AddressFormField
from llex.core.states import WrongState
from priorities.questions.join_codes import derive_code, skeleton
from sessions_app.models import LearningSession, Participant

_SALT: Final = "sessions_app.attendance.door"
# The code is good from so long before a session until so long after it.
_AROUND: Final = timedelta(hours=1)
# A whole hall is one network.
_LIMITS: Final = {
    "browser": "20/h/key",
    "pair": "10/h/key",
    "network": "1500/h/key",
    "account": "20/h/key",
}


class CodeForm(forms.Form):
    """The code that is shown at the door."""

    code = LineFormField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("It is on the screen or at the door."),
        max_length=300,
        error_messages={"required": gettext_lazy("Enter the code.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "dir": "ltr"}
        ),
    )

    def __init__(self, session: LearningSession, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session = session

    def clean_code(self) -> str:
        typed = str(self.cleaned_data["code"])
        if not is_code(self.session, typed):
            raise forms.ValidationError(
                _("This is not the code of this session. Please compare it once more.")
            )
        return typed


class HereForm(CodeForm):
    """The code, and the address of the registration."""

    email = AddressFormField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("The one with which you registered."),
        max_length=254,
        error_messages={"required": gettext_lazy("Enter your e-mail address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


def door_code(session: LearningSession) -> str:
    """Return the code of a session: five characters."""
    value = f"{session.pk}:{session.door_issue}"
    return derive_code(salted_hmac(_SALT, value, algorithm="sha256").digest())


def is_code(session: LearningSession, typed: str) -> bool:
    """Return whether *typed* is the code, however it is written, or an address with it."""
    code = typed.rpartition("code=")[2]
    return constant_time_compare(skeleton(code), skeleton(door_code(session)))


def door_url(session: LearningSession) -> str:
    """Return the whole address that the QR code holds, in the main language of the session."""
    with translation.override(session.main_language):
        path = reverse("sessions_app:here", args=[session.slug])
    return f"{settings.SITE_URL}{path}?code={door_code(session)}"


def door_hours(session: LearningSession) -> tuple[datetime, datetime]:
    """Return from when until when the code is good."""
    return session.starts_at - _AROUND, session.ends_at + _AROUND


def is_door_open(session: LearningSession) -> bool:
    """Return whether people can say now that they are there."""
    opens, closes = door_hours(session)
    return session.is_announced and not session.is_cancelled and opens <= now() < closes


def is_too_often(request: HttpRequest, email: str) -> bool:
    """Count one more try of this visitor. Return whether it is one too many."""
    return login_limits.consume(request, "door", _LIMITS, email) is None


def arrive(session: LearningSession, email: str) -> None:
    """Note as present the participant who has this address, if there is one."""
    participant = session.participants.filter(person__email=email).first() if email else None
    if participant is not None:
        note_arrival(participant)


def note_arrival(participant: Participant) -> None:
    """Note a participant as present, unless that was done before."""
    with suppress(WrongState):
        participant.mark_present()
