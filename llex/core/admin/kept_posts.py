"""Forms that arrive after a session has ended: kept until their author has logged in again.

A form of the admin names its author in a signed field. When it arrives without a log-in, or with a
token that a new log-in has replaced, it is kept in the browser's own session on the server, and
shown again, unsaved, to its author only: in its own page where the view calls `kept_post`, or else
in the page of `kept_page`. Files are not kept; their names are.
"""

import secrets
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Final, cast

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

# A view that acts on POST alone answers a GET by a redirect or a refusal of the method.
_REPLACED: Final = (HTTPStatus.OK, HTTPStatus.FOUND, HTTPStatus.METHOD_NOT_ALLOWED)

View = Callable[..., HttpResponseBase]
KeptPage = Callable[[HttpRequest, dict[str, Any], HttpResponseBase], HttpResponseBase]


def author_token(user: Any) -> str:
    """Return the value of the hidden field that says who types into a form."""
    return signing.dumps(user.pk, salt=_SALT)


def keep(request: HttpRequest) -> str:
    """Keep what was posted. Return the address that shows it again, empty where it is not kept.

    It is not kept where the form names no author, or another one than who is logged in, or holds a
    password.
    """
    author = _author(request.POST.get(AUTHOR_FIELD, ""))
    if any("password" in name.lower() for name in request.POST):
        return ""
    if author is None or request.user.pk not in (None, author):
        return ""
    data = request.POST.copy()
    for name in ("csrfmiddlewaretoken", AUTHOR_FIELD):
        data.pop(name, None)
    files = [file.name for _field, uploads in request.FILES.lists() for file in uploads]
    kept = request.session.get(_SESSION_KEY, {})
    newest = dict(list(kept.items())[1 - _MOST :])
    name = secrets.token_urlsafe(9)
    entry = {"author": author, "path": request.path, "data": data.urlencode(), "files": files}
    request.session[_SESSION_KEY] = {**newest, name: entry}
    query = request.GET.copy()
    query[PARAMETER] = name
    return f"{request.path}?{query.urlencode()}"


def kept_post(request: HttpRequest) -> QueryDict | None:
    """Return what is kept for this page and this user; the caller shows it in its own form."""
    entry = kept_entry(request)
    if entry is None:
        return None
    request.shows_kept_post = True  # type: ignore[attr-defined]
    return QueryDict(entry["data"], mutable=True)


def kept_entry(request: HttpRequest) -> dict[str, Any] | None:
    """Return the stored entry for this page and this user: path, data, files."""
    entry = request.session.get(_SESSION_KEY, {}).get(_name(request))
    if not entry or (entry["author"], entry["path"]) != (request.user.pk, request.path):
        return None
    return cast("dict[str, Any]", entry)


def restored_message() -> str:
    """Return what is said above a form that is shown again."""
    return _(
        "You had been logged out. What you typed is here again, and not saved yet: check it, then"
        " save. Files must be chosen again."
    )


def discard(request: HttpRequest) -> None:
    """Forget what was kept for this page, once it is saved."""
    kept = request.session.get(_SESSION_KEY, {})
    if kept.pop(_name(request), None):
        request.session[_SESSION_KEY] = kept


def keeping(has_permission: Callable[[HttpRequest], bool], view: View, kept_page: KeptPage) -> View:
    """Return *view* such that a form which arrives after the session is kept until the log-in.

    Fields that the view does not show again itself are shown by *kept_page*, which gets the
    request, the entry and the view's own response.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        is_permitted = has_permission(request)
        if request.method == "POST" and not is_permitted and (address := keep(request)):
            return redirect_to_login(address, reverse("admin:login"))
        if not is_permitted or PARAMETER not in request.GET:
            return view(request, *args, **kwargs)
        _take_parameter(request)
        response = view(request, *args, **kwargs)
        if request.method == "POST" and response.status_code == HTTPStatus.FOUND:
            discard(request)
        elif request.method == "GET" and response.status_code in _REPLACED:
            entry = kept_entry(request)
            if entry and not getattr(request, "shows_kept_post", False):
                return kept_page(request, entry, response)
        return response

    return wrapper


def _take_parameter(request: HttpRequest) -> None:
    """Move the name of the entry out of the query, which lists read as a filter."""
    query = request.GET.copy()
    request.kept_name = query.pop(PARAMETER)[-1]  # type: ignore[attr-defined]
    request.GET = query  # type: ignore[assignment]


def _name(request: HttpRequest) -> str:
    return getattr(request, "kept_name", "") or request.GET.get(PARAMETER, "")


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
