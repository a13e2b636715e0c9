"""The mails of django-allauth: our templates and languages, by way of the outbox."""

import secrets
from datetime import timedelta
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.timezone import now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from llex.core import languages
from llex.core.accounts import login_limits
from llex.core.db.locks import lock
from llex.core.mail import messages
from llex.core.mail.addresses import normalize
from llex.core.mail.messages import Envelope
from llex.core.mail.models import Mail
from llex.core.models import User

# By the prefix of allauth's template: our template, and the event.
_KINDS: Final[dict[str, tuple[str, Any]]] = {
    "account/email/login_code": ("login_code", ""),
    "account/email/unknown_account": ("login_unknown", ""),
    "account/email/password_reset_key": ("password_reset", ""),
    "account/email/password_reset": ("password_changed", ""),
    "account/email/password_changed": ("password_changed", ""),
    "account/email/password_set": ("password_changed", ""),
    "account/email/email_changed": ("account_changed", _("The e-mail address was changed.")),
    "account/email/email_confirm": ("account_changed", _("An e-mail address was confirmed.")),
    "account/email/email_deleted": ("account_changed", _("An e-mail address was removed.")),
    "account/email/email_confirmation": ("address_confirmation", ""),
    "account/email/email_confirmation_signup": ("address_confirmation", ""),
    "account/email/account_already_exists": ("account_exists", ""),
    "mfa/email/totp_activated": (
        "account_changed",
        _("An authenticator app was set up as second factor."),
    ),
    "mfa/email/totp_deactivated": (
        "account_changed",
        _("The authenticator app was removed as second factor."),
    ),
    "mfa/email/recovery_codes_generated": (
        "account_changed",
        _("New recovery codes were made. The former ones no longer work."),
    ),
    "mfa/email/webauthn_added": ("account_changed", _("A security key was added.")),
    "mfa/email/webauthn_removed": ("account_changed", _("A security key was removed.")),
}
_RESET_PAGE: Final = "account_reset_password"
_ASKED_FOR: Final = ("login_code", "login_unknown", "password_reset", "password_unknown")
# Requests of one browser within this time are presses on the same button.
_ONE_PRESS: Final = timedelta(seconds=10)


class AccountMailsMixin(DefaultAccountAdapter):
    """Write allauth's mails into the outbox. Their addresses are SITE_URL's, not the request's."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write our mail in place of allauth's. Raise KeyError for an unknown template.

        A mail that a visitor requests is written once, however often the button is pressed.
        """
        kind, what = _KINDS[template_prefix]
        match = getattr(self.request, "resolver_match", None)
        if kind == "login_unknown" and match is not None and match.url_name == _RESET_PAGE:
            kind = "password_unknown"
        if kind not in _ASKED_FOR:
            self._write(kind, email, context, what=what)
            return
        key = self._press(kind, email)
        with transaction.atomic():
            if not _written_just_now(key):
                self._write(kind, email, context, key=key)

    def generate_login_code(self) -> str:
        """Write the mail with a new code. Return the code; for a second press, that of the first.

        The sessions of two requests at once both hold it, so that the mail opens either.
        """
        email = _code_recipient(self.request)
        key = self._press("login_code", email)
        with transaction.atomic():
            # The mail itself forgets its code as soon as it is sent.
            cache_key = f"press:{salted_hmac('llex.press', key, algorithm='sha256').hexdigest()}"
            if _written_just_now(key) and (first := cache.get(cache_key)):
                return str(first)
            code: str = super().generate_login_code()
            cache.set(cache_key, code, _ONE_PRESS.total_seconds())
            self._write("login_code", email, {"code": code}, key=key)
            return code

    def send_confirmation_mail(
        self, request: HttpRequest, emailconfirmation: Any, signup: bool
    ) -> None:
        """Send the link that confirms an address, unless one was sent moments ago."""
        address = emailconfirmation.email_address.email
        if login_limits.consume(request, "confirmation", login_limits.CONFIRMATION, address):
            super().send_confirmation_mail(request, emailconfirmation, signup)

    def _press(self, kind: str, email: str) -> str:
        """Return the key of what this browser asks for on this page."""
        request = self.request
        # Without the cookie no form is accepted: two requests without are of two browsers.
        browser = request.COOKIES.get(settings.CSRF_COOKIE_NAME) or request.META.setdefault(
            "llex.press", secrets.token_hex(8)
        )
        page = salted_hmac("llex.press", f"{browser} {request.path}", algorithm="sha256")
        return f"{kind} {page.hexdigest()[:24]} {normalize(email)}"

    def _write(
        self, kind: str, email: str, context: dict[str, Any], *, what: Any = "", key: str = ""
    ) -> None:
        user: User | None = context.get("user")
        is_notice = kind in ("account_changed", "password_changed")
        code = str(context.get("code", ""))
        messages.send_mail(
            kind,
            to=[email],
            # Mails that a visitor requests are in the language of the page.
            language=user.language if user and is_notice else get_language() or languages.DEFAULT,
            context={
                "email": normalize(email),
                "code": code,
                "what": what,
                "link": context.get("password_reset_url") or context.get("activate_url", ""),
                "reset_page": _absolute(reverse(_RESET_PAGE)),
            },
            envelope=Envelope(secrets=[code] if code else [], lifetime=_lifetime(kind), key=key),
        )

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Notify a user of a change of their account, at the account's address."""
        self.send_mail(template_prefix, email or user.email, {**(context or {}), "user": user})

    def get_reset_password_from_key_url(self, key: str) -> str:
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return _absolute(path.replace("UID-KEY", key))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return _absolute(reverse("account_confirm_email", args=[emailconfirmation.key]))


def _code_recipient(request: Any) -> str:
    """Return who asks for a code: as the form says, or a log-in that waits for its code."""
    waiting = request.session.get("account_login") or {}
    return getattr(request, "code_recipient", "") or waiting.get("email", "")


def _written_just_now(key: str) -> Mail | None:
    """Return the mail that another press has written. Let those that come after wait."""
    lock(key)
    return Mail.objects.filter(key=key, created_at__gte=now() - _ONE_PRESS).first()


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _lifetime(kind: str) -> timedelta | None:
    # Those to unknown addresses are treated like the others in all that takes time.
    seconds = {
        "login_code": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT,
        "login_unknown": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT,
        "password_reset": settings.PASSWORD_RESET_TIMEOUT,
        "password_unknown": settings.PASSWORD_RESET_TIMEOUT,
    }.get(kind)
    return timedelta(seconds=seconds) if seconds else None
