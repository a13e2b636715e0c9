"""Log-in: organisers by password and second factor, cities' officers by a code; no sign-up."""

from typing import Any

from allauth.account.forms import (
    AddEmailForm,
    LoginForm,
    RequestLoginCodeForm,
    ResetPasswordForm,
)
from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy

from llex.core.mail.account_mails import AccountMailsMixin
from llex.core.mail.addresses import AddressFormField
from llex.models import User


class ClosedAdapter(AccountMailsMixin):
    """allauth without sign-up, with our letters, and a home for each kind of people."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Send organisers to the admin, and everybody else to the officers' home."""
        page = "admin:index" if request.user.is_staff else "cities:officer_home"
        return reverse(page)


class AddressMixin:
    """Read an address in its one form, whatever a mail program has pasted around it."""

    address_field = "email"
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        former = self.fields[self.address_field]
        self.fields[self.address_field] = AddressFormField(
            label=former.label, widget=former.widget, max_length=254
        )


class AccountLoginForm(AddressMixin, LoginForm):  # type: ignore[misc]
    """Log in by password."""

    address_field = "login"


class NewPasswordForm(AddressMixin, ResetPasswordForm):  # type: ignore[misc]
    """Ask for a new password."""


class OtherAddressForm(AddressMixin, AddEmailForm):  # type: ignore[misc]
    """Give an account another address."""


class CodeForm(RequestLoginCodeForm):
    """Ask for a code. Staff get one only when their second factor will be asked for after it.

    To whoever asks, an address without a code looks the same as one with it.
    """

    email = AddressFormField(
        label=gettext_lazy("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_email(self) -> str:
        email: str = super().clean_email()
        user: User | None = self._user
        if user and user.is_staff and not is_mfa_enabled(user):
            self._user: User | None = None
        return email
