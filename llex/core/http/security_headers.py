"""The Content-Security-Policy and the Permissions-Policy of every page."""

from collections.abc import Callable
from typing import Any, Final

from csp.constants import NONE, SELF
from django.http import HttpRequest, HttpResponse

# Nothing is loaded from another site, and nothing is inline.
_FROM_HERE: Final = (
    "script-src",
    "style-src",
    "font-src",
    "connect-src",
    "form-action",
    "manifest-src",
)
CONTENT_SECURITY_POLICY: Final[dict[str, Any]] = {
    "DIRECTIVES": {
        **{name: [NONE] for name in ("default-src", "base-uri", "frame-ancestors")},
        **{name: [SELF] for name in _FROM_HERE},
        "img-src": [SELF, "data:"],
    }
}

_NOTHING: Final = (
    "accelerometer",
    "autoplay",
    "bluetooth",
    "browsing-topics",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-create",
    "publickey-credentials-get",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
# For the screen of a hall, which stays awake and fills the display, and for sharing addresses.
_OURSELVES: Final = ("clipboard-write", "fullscreen", "screen-wake-lock", "web-share")

PERMISSIONS_POLICY: Final = ", ".join(
    [f"{feature}=()" for feature in _NOTHING] + [f"{feature}=(self)" for feature in _OURSELVES]
)


class PermissionsPolicyMiddleware:
    """Add the Permissions-Policy to every response, static files included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response
