"""Where a visitor comes from, to bound what one of them may ask for."""

from django.conf import settings
from django.http import HttpRequest


def line_of(request: HttpRequest) -> str:
    """Return the address of the line by which a request came, as our own proxy saw it.

    What stands before it in the header is written by the visitor and means nothing.
    """
    if settings.SECURE_PROXY_SSL_HEADER:
        forwarded: str = request.headers.get("X-Forwarded-For", "")
        if last := forwarded.rpartition(",")[2].strip():
            return last
    return str(request.META.get("REMOTE_ADDR", ""))
