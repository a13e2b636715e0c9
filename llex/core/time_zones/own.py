"""The time zone of the admin's reader, as reported by the browser."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.utils import timezone

from llex.core.time_zones import choices

# Set by static/js/admin/moments.js.
COOKIE: Final = "time_zone"

View = Callable[..., HttpResponseBase]


def own_zone(request: HttpRequest) -> str:
    """Return the zone that the browser named, else that of the site."""
    named = request.COOKIES.get(COOKIE, "")
    return named if named in choices.known() else settings.TIME_ZONE


def in_own_zone(view: View) -> View:
    """Wrap *view* so that it and its template run in the reader's own zone.

    It applies to moments that belong to no session, such as the log-in of a user.
    """

    @wraps(view)
    def in_zone(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with timezone.override(own_zone(request)):
            response = view(request, *args, **kwargs)
            if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
                response.render()
            return response

    return in_zone
