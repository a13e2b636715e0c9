"""Finding out that BEHIND_PROXY does not fit the way by which requests come.

Set wrongly, all visitors count as one (and lock each other out), or each writes the address that
limits count by.
"""

import logging
import os
from collections.abc import Callable, Iterable
from typing import Any, Final

from django.conf import settings
from django.core.checks import CheckMessage, Info, Tags, register
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

# Asked by health checks from beside the server, past the proxy.
_PAST_THE_PROXY: Final = ("/healthz", "/readyz")

logger = logging.getLogger(__name__)


def is_mismatched(request: HttpRequest) -> bool:
    """Return whether the request came another way than the setting says."""
    return ("X-Forwarded-For" in request.headers) is not settings.BEHIND_PROXY


def explanation() -> str:
    """Return what is wrong and how to mend it, for a superuser whose request is mismatched."""
    if settings.BEHIND_PROXY:
        return _(
            "BEHIND_PROXY is on, but your request did not come through a proxy that sets"
            " X-Forwarded-For. Anybody can then pretend any address, and limits do not hold."
            " Close the way past the proxy, let the proxy set the header, or set"
            " BEHIND_PROXY=false."
        )
    return _(
        "Your request came through a proxy, but BEHIND_PROXY is off. All visitors"
        " then count as one: after a few wrong passwords by one of them, no one"
        " can log in. Set BEHIND_PROXY=true."
    )


class ProxyCheckMiddleware:
    """Log a mismatch, once in each process; a log of each request would bury it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._is_logged = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self._is_logged and self._should_log(request):
            self._is_logged = True
            logger.warning(
                "X-Forwarded-For %s while BEHIND_PROXY is %s: visitors cannot be told apart."
                " See BEHIND_PROXY in .env.example.",
                "is missing" if settings.BEHIND_PROXY else "arrives",
                "on" if settings.BEHIND_PROXY else "off",
            )
        return self.get_response(request)

    @staticmethod
    def _should_log(request: HttpRequest) -> bool:
        return is_mismatched(request) and request.path_info not in _PAST_THE_PROXY


@register(Tags.security, deploy=True)
def check_proxy(app_configs: Any, **options: Any) -> Iterable[CheckMessage]:
    """Report HTTPS that no proxy terminates: every page would redirect to itself for ever."""
    ends_tls_itself = bool(os.environ.get("GRANIAN_SSL_CERTIFICATE"))
    if settings.SECURE_SSL_REDIRECT and not settings.BEHIND_PROXY and not ends_tls_itself:
        yield Info(
            "HTTPS is on and BEHIND_PROXY is off: behind a proxy that ends TLS, every page"
            " redirects to itself, and all visitors count as one.",
            hint="Set BEHIND_PROXY=true, or let granian end TLS (GRANIAN_SSL_CERTIFICATE).",
            id="llex.I001",
        )
