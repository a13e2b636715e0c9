"""Forms that arrive after a session has ended: kept until their author has logged in again.

A form of the admin names its author in a signed field. When it arrives and nobody is logged in, or
with a token that a new log-in has replaced, it is kept in the browser's own session on the server,
and shown again, unsaved, to its author only.
"""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure as default_csrf_failure

AUTHOR_FIELD: Final = "_author"
PARAMETER: Final = "kept"
_SALT: Final = "llex.kept-posts"
_SESSION_KEY: Final = "kept_posts"
_MAX_AGE: Final = 7 * 24 * 3600
# Open tabs whose forms are kept at once; the oldest gives way.
_MOST: Final = 5

View = Callable[..., HttpResponseBase]


def author_token(user: Any) -> str:
    """Return the value of the hidden field that says who types into a form."""
    return signing.dumps(user.pk, salt=_SALT)


def keep(request: HttpRequest) -> str:
    """Keep what was posted. Return the address that shows it again, empty where it is not kept.

    It is not where the form names no author, or another one than who is logged in.
    """
    author = _author(request.POST.get(AUTHOR_FIELD, ""))
    if author is None or request.user.pk not in (None, author):
        return ""
    data = request.POST.copy()
    data.pop("csrfmiddlewaretoken", None)
    kept = request.session.get(_SESSION_KEY, {})
    newest = dict(list(kept.items())[1 - _MOST :])
    name = secrets.token_urlsafe(9)
    entry = {"author": author, "path": request.path, "data": data.urlencode()}
    request.session[_SESSION_KEY] = {**newest, name: entry}
    query = request.GET.copy()
    query[PARAMETER] = name
    return f"{request.path}?{query.urlencode()}"


def kept_post(request: HttpRequest) -> QueryDict | None:
    """Return what is kept for this page and this person, None where nothing is."""
    entry = request.session.get(_SESSION_KEY, {}).get(request.GET.get(PARAMETER, ""))
    if not entry or (entry["author"], entry["path"]) != (request.user.pk, request.path):
        return None
    return QueryDict(entry["data"], mutable=True)


def restored_message() -> str:
    """Return what is said above a form that is shown again."""
    return _(
        "You had been logged out. What you typed is here again, and not saved yet: check it, then"
        " save. Files must be chosen again."
    )


def discard(request: HttpRequest) -> None:
    """Forget what was kept for this page, once it is saved."""
    kept = request.session.get(_SESSION_KEY, {})
    if kept.pop(request.GET.get(PARAMETER, ""), None):
        request.session[_SESSION_KEY] = kept


def keeping(has_permission: Callable[[HttpRequest], bool], view: View) -> View:
    """Return *view* such that a form which arrives after the session is kept until the log-in."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and not has_permission(request) and (address := keep(request)):
            return redirect_to_login(address, reverse("admin:login"))
        return view(request, *args, **kwargs)

    return wrapper


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Show a form of the admin again whose token is no longer good; refuse all others.

    A log-in in another tab replaces the token. That the form is ours, its signed author says.
    """
    match = request.resolver_match
    if match and match.app_name == "admin" and (address := keep(request)):
        if request.user.is_authenticated:
            return redirect(address)
        return redirect_to_login(address, reverse("admin:login"))
    return default_csrf_failure(request, reason)


def _author(token: str) -> int | None:
    try:
        return int(signing.loads(token, salt=_SALT, max_age=_MAX_AGE))
    except (signing.BadSignature, ValueError, TypeError):
        return None
