"""The Permissions-Policy header: what a page may use of the device, which is next to nothing."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

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
# Our own pages keep the hall's screen awake, fill it, copy and share addresses.
_OURSELVES: Final = ("clipboard-write", "fullscreen", "screen-wake-lock", "web-share")

POLICY: Final = ", ".join(
    [f"{feature}=()" for feature in _NOTHING] + [f"{feature}=(self)" for feature in _OURSELVES]
)


class PermissionsPolicyMiddleware:
    """Add the header to every response, files of WhiteNoise included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", POLICY)
        return response
