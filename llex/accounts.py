"""Log-in: organisers by password and second factor, cities' officers by a code; no sign-up."""

from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import RequestLoginCodeForm
from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy

from llex import languages, mail
from llex.models import User

# allauth's letters that we write in our own words.
_LETTERS: Final = {
    "account/email/login_code": "login_code",
    "account/email/unknown_account": "login_unknown",
}


class ClosedAdapter(DefaultAccountAdapter):
    """allauth without sign-up, with our letters, and a home for each kind of people."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Send organisers to the admin, and everybody else to the officers' home."""
        page = "admin:index" if request.user.is_staff else "cities:officer_home"
        return reverse(page)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        letter = _LETTERS.get(template_prefix)
        if letter is None:
            super().send_mail(template_prefix, email, context)
            return
        mail.send(
            letter,
            to=[email],
            language=get_language() or languages.DEFAULT,
            context={"email": email, "code": context.get("code", "")},
        )


class CodeForm(RequestLoginCodeForm):
    """Ask for a code. Staff get one only when their second factor will be asked for after it.

    To whoever asks, an address without a code looks the same as one with it.
    """

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        error_messages={"required": gettext_lazy("Enter your e-mail address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_email(self) -> str:
        email: str = super().clean_email()
        user: User | None = self._user
        if user and user.is_staff and not is_mfa_enabled(user):
            self._user: User | None = None
        return email
