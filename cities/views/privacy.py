"""Pages whose address is a secret, or that show what only some may see."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def keeps_its_address(view: View) -> View:
    """Keep the path of this page from other sites and from search engines.

    Not "no-referrer": with it, browsers send the origin "null" with a form, which the protection
    against forged requests refuses. "strict-origin" sends the name of the site and nothing else.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "strict-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answer
