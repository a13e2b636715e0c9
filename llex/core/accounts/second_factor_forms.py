"""The forms of the second factor: how often a code may be tried, and by whom."""

from typing import Any, ClassVar

from allauth.account.adapter import get_adapter
from allauth.core import context as allauth_context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm

from llex.core.accounts import login_limits


class _CountedMixin:
    """Count each try at the second factor by account and network, and forget it if it succeeds."""

    refusal: ClassVar[str] = "too_many_login_attempts"
    user: Any

    def clean_code(self) -> str:
        counted = (allauth_context.request, "second_factor", login_limits.SECOND_FACTOR)
        if login_limits.consume(*counted, self.user.email) is None:
            raise get_adapter().validation_error(self.refusal)
        code: str = super().clean_code()  # type: ignore[misc]
        login_limits.clear(*counted, self.user.email)
        return code


class SecondFactorForm(_CountedMixin, AuthenticateForm):
    """Give the second factor at log-in."""


class CodeAgainForm(_CountedMixin, ReauthenticateForm):
    """Give the second factor once more before a change."""


class EnrolmentForm(_CountedMixin, ActivateTOTPForm):
    """Set an authenticator app up."""

    refusal = "rate_limited"
