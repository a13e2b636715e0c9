"""The pages that other sites may show in a frame: the only ones."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from llex.core.db.former_slugs import redirects_former_slugs
from llex.core.embedding.kinds import EmbedKind, embed_kinds
from llex.core.http.error_pages import Gone
from llex.core.http.finished_pages import finished

View = Callable[..., HttpResponseBase]

# For a page that shows embeds of its own site.
shows_frames = csp_update({"frame-src": [SELF]})


def framed(view: View) -> View:
    """Allow any site to show the answer in a frame, also that something is missing or withdrawn."""

    @xframe_options_exempt
    @csp_replace({"frame-ancestors": ["*"]})
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Gone as problem:
            title = _("This has been withdrawn")
            return _missing(request, HTTPStatus.GONE, title, problem.explanation)
        except Http404:
            explanation = _("It was moved, or its address has a mistake.")
            title = _("There is nothing here")
            return _missing(request, HTTPStatus.NOT_FOUND, title, explanation)

    return answer


def embed_view(kind: EmbedKind) -> View:
    """Return the view that shows embeds of a kind."""

    @require_safe
    @finished(*kind.parameters)
    def show(request: HttpRequest, **arguments: str) -> HttpResponseBase:
        given = {name: request.GET.get(name, "") for name in kind.parameters}
        shown = kind.show(**given, **arguments)
        context = {
            **shown.context,
            "shown": shown,
            "embed": shown.embed,
            "licence": settings.LICENCE,
        }
        return render(request, kind.template, context)

    return framed(redirects_former_slugs(kind.slug_now)(show) if "slug" in kind.arguments else show)


def embed_urls() -> list[URLPattern]:
    """Return the addresses of all kinds."""
    return [path(kind.route, embed_view(kind), name=kind.name) for kind in embed_kinds()]


def _missing(
    request: HttpRequest, status: HTTPStatus, title: str, explanation: str
) -> HttpResponseBase:
    context = {"embed": {"title": title}, "explanation": explanation}
    return render(request, "core/embedding/missing.html", context, status=status)
