"""A second factor for staff: users without one have no rights and are led to set it up.

allauth asks at log-in for the second factor of users who have one. This covers staff without one
yet, and sessions that began without one.
"""

from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import user_passes_test
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.utils.translation import gettext as _

_METHOD = "mfa"


class SecondFactorMiddleware(AuthenticationMiddleware):
    """Django's own, and note on the user whether a second factor is missing. No query more."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _user(request))  # type: ignore[assignment]


def _user(request: HttpRequest) -> Any:
    user: Any = get_user(request)
    if settings.STAFF_SECOND_FACTOR and user.is_staff:
        records = get_authentication_records(request, user)
        user.lacks_second_factor = not any(one["method"] == _METHOD for one in records)
    return user


def ask(request: HttpRequest) -> HttpResponse:
    """Lead a member of staff to set a second factor up, or to give the one they have."""
    if is_mfa_enabled(request.user):
        after = urlencode({"next": request.GET.get("next") or reverse("admin:index")})
        return redirect(f"{reverse('mfa_reauthenticate')}?{after}")
    text = _(
        "Organisers and rapporteurs log in with a second factor. Set it up now with an"
        " authenticator app on your phone; it takes two minutes."
    )
    messages.info(request, text)
    return redirect("mfa_activate_totp")


def note_enrolment(
    request: HttpRequest, user: Any, authenticator: Authenticator, **_signal: Any
) -> None:
    """Count setting up a second factor as giving it: the code of the app was just typed."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        record_authentication(
            request, user, _METHOD,
            id=authenticator.pk, type=authenticator.type, reauthenticated=True,
        )  # fmt: skip


def remove(user: Any) -> bool:
    """Take a lost second factor off an account, so that a new one is set up at the next log-in.

    Return whether there was one.
    """
    removed, _each = Authenticator.objects.filter(user=user).delete()
    return bool(removed)


def staff_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Show the view to staff with a second factor; send others to log in."""

    def may(user: Any) -> bool:
        return bool(user.is_active and user.is_staff and not user.lacks_second_factor)

    return user_passes_test(may, login_url="admin:login")(view)
