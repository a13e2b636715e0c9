"""Log-in: organisers by password and second factor, cities' officers by a code; no sign-up."""

import time
from typing import Any, Final

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.fields import PasswordField
from allauth.account.forms import (
    AddEmailForm,
    LoginForm,
    RequestLoginCodeForm,
    ResetPasswordForm,
)
from allauth.core import context as allauth_context
from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy

from llex.core.accounts import login_limits
from llex.core.accounts.account_mails import AccountMailsMixin
from llex.core.http.client_ip import client_ip
from llex.core.mail.addresses import AddressFormField
from llex.core.models import User

# Seconds after a log-in within which setting up a second factor asks for no password.
_JUST_NOW: Final = 300


class ClosedAdapter(AccountMailsMixin):
    """allauth without sign-up, with our letters, and a home for each kind of people."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Send organisers to the admin, and everybody else to the officers' home."""
        page = "admin:index" if request.user.is_staff else "cities:officer_home"
        return reverse(page)

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_ip(request)

    def is_reauthentication_required(self, *, app: str, **options: Any) -> bool:
        """Require the password again before a change, unless it was typed just now."""
        if app == "allauth.mfa" and self._has_just_logged_in():
            return False
        return bool(super().is_reauthentication_required(app=app, **options))

    def _has_just_logged_in(self) -> bool:
        """Return whether the password was typed moments ago, and no second factor is set up."""
        request = allauth_context.request
        records = get_authentication_records(request, request.user)
        typed = max((one["at"] for one in records if one["method"] == "password"), default=0)
        return time.time() - typed < _JUST_NOW and not is_mfa_enabled(request.user)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a log-in by password before it is tried. Raise ValidationError beyond a limit."""
        self._login_failed_rl_usage = login_limits.consume(
            request, "password", login_limits.PASSWORD, _account(credentials)
        )
        if self._login_failed_rl_usage is None:
            raise self.validation_error("too_many_login_attempts")

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        # allauth calls this once the password was reset by somebody who reads the mailbox.
        login_limits.clear(request, "password", login_limits.PASSWORD, _account(credentials))

    def post_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **options)
        login_limits.remember(request, response, user.email)
        return response


def _address_field() -> AddressFormField:
    """Return the field of an address that is read however it was pasted."""
    return AddressFormField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        error_messages={"required": gettext_lazy("Enter your e-mail address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class AccountLoginForm(LoginForm):
    """Log in by password."""

    password = PasswordField(
        label=gettext_lazy("Password"),
        autocomplete="current-password",
        show_reset_help=True,
        error_messages={"required": gettext_lazy("Enter your password.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = _address_field()


class NewPasswordForm(ResetPasswordForm):
    """Ask for a new password."""

    email = _address_field()

    def clean_email(self) -> str:
        email: str = super().clean_email()
        usage = login_limits.consume(allauth_context.request, "reset", login_limits.RESET, email)
        if usage is None:
            raise get_adapter().validation_error("rate_limited")
        return email


class OtherAddressForm(AddEmailForm):
    """Give an account another address."""

    email = _address_field()


class LoginCodeForm(RequestLoginCodeForm):
    """Ask for a code. Staff get one only if their second factor will be asked for after it.

    The answer is the same for an address that gets no code.
    """

    email = _address_field()

    def clean_email(self) -> str:
        email: str = super().clean_email()
        usage = login_limits.consume(allauth_context.request, "code", login_limits.CODE, email)
        if usage is None:
            raise get_adapter().validation_error("too_many_login_attempts")
        user: User | None = self._user
        if user and user.is_staff and not is_mfa_enabled(user):
            self._user: User | None = None
        allauth_context.request.code_recipient = email
        return email


def _account(credentials: dict[str, Any]) -> str:
    return str(credentials.get("email") or credentials.get("username") or "")
