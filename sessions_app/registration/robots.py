"""Telling robots from people without asking people anything.

A field that people do not see stays empty, a form takes some seconds to fill in, and one network
and one address can ask only so often. No third party is asked.
"""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from llex.core.accounts import login_limits

_SALT: Final = "sessions_app.registration.shown"
FASTEST_SECONDS: Final = 3
# A page that stayed open for longer is shown anew with what was typed.
_OLDEST_SECONDS: Final = 7 * 24 * 3600
# By address and network, by network, by address.
LIMITS: Final = {
    "browser": "10/h/key",
    "pair": "5/h/key",
    "network": "60/h/key",
    "account": "20/h/key",
}


# A whole team is sent at once, and once more after a correction.
TEAM_LIMITS: Final = {
    "browser": "5/h/key",
    "pair": "3/h/key",
    "network": "150/h/key",
    "account": "20/h/key",
}


class RobotCheckMixin(forms.Form):
    """Add to a form the hidden field and the moment at which it was shown."""

    website = forms.CharField(
        label=gettext_lazy("Leave this field empty"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shown"].initial = signing.dumps("shown", salt=_SALT)

    @property
    def is_trapped(self) -> bool:
        """Return whether the field was filled in that people do not see."""
        return bool(self["website"].value())

    def clean(self) -> dict[str, Any]:
        """Refuse a form that came faster than anybody types, and keep what is in it."""
        cleaned: dict[str, Any] = super().clean() or {}
        if (problem := _problem(cleaned.get("shown", ""))) is not None:
            self.add_error(None, problem)
            self._show_anew()
        return cleaned

    def _show_anew(self) -> None:
        if not _is_genuine(str(self.data.get("shown", ""))):
            sent: Any = self.data
            renewed = sent.copy()
            renewed["shown"] = signing.dumps("shown", salt=_SALT)
            self.data = renewed


def _problem(shown: str) -> str | None:
    if not _is_genuine(shown):
        return _("This page was open for very long. Please send the form once more.")
    try:
        signing.loads(shown, salt=_SALT, max_age=FASTEST_SECONDS - 1)
    except signing.SignatureExpired:
        return None
    return _("That was quicker than we expected. Please send the form once more.")


def _is_genuine(shown: str) -> bool:
    try:
        signing.loads(shown, salt=_SALT, max_age=_OLDEST_SECONDS)
    except signing.BadSignature:
        return False
    return True


def is_team_too_often(request: HttpRequest, emails: Iterable[str]) -> bool:
    """Count a request for each address. Return whether one of them is one too many."""
    return any(
        login_limits.consume(request, "registration_team", TEAM_LIMITS, email) is None
        for email in emails
    )


def is_too_often(request: HttpRequest, email: str) -> bool:
    """Count one more request of this visitor for an address. Return whether it is one too many."""
    return login_limits.consume(request, "registration", LIMITS, email) is None
