"""Photographs: the officer's page that adds and describes them, and the published files."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cities import photograph_files
from cities.contributions import deadlines, photographs
from cities.forms.photographs import NewPhotographForm, PhotographForm, forms_of
from cities.invitations.access import Access, access
from llex.core.files.storage_faults import file_unavailable
from llex.core.states import WrongState

_UNFIT = 422
_NEW = "new"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the photographs of a contribution; add, describe or take off one on a press."""
    found = access(request, pk)
    if not deadlines.may_write(found.contribution):
        if request.method == "POST":
            raise WrongState(found.contribution, _("write"))
        return redirect("cities:contribution_edit", pk=pk)
    if request.method != "POST":
        return _page(request, found)
    verb, _colon, key = request.POST.get("do", "").partition(":")
    if verb == "add":
        return _add(request, found)
    if verb == "remove":
        photographs.take_off(found.contribution, key)
        return redirect("cities:photographs", pk=pk)
    return _describe(request, found, key)


def _add(request: HttpRequest, found: Access) -> HttpResponse:
    form = NewPhotographForm(request.POST, request.FILES, prefix=_NEW)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            photographs.offer(found.contribution, file, form.cleaned_data, by=found.user)
        except ValidationError as error:
            form.add_error("file", error)
        else:
            messages.success(request, _("The photograph is added."))
            return redirect("cities:photographs", pk=found.contribution.pk)
    return _page(request, found, new=form, status=_UNFIT)


def _describe(request: HttpRequest, found: Access, key: str) -> HttpResponse:
    form = PhotographForm(request.POST, prefix=key)
    if not form.is_valid():
        return _page(request, found, posted=form, key=key, status=_UNFIT)
    photographs.describe(found.contribution, key, form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("cities:photographs", pk=found.contribution.pk)


def _page(
    request: HttpRequest,
    found: Access,
    *,
    new: NewPhotographForm | None = None,
    posted: PhotographForm | None = None,
    key: str = "",
    status: int = 200,
) -> HttpResponse:
    contribution = found.contribution
    shown = forms_of(contribution, posted, key)
    context: dict[str, Any] = {
        "contribution": contribution,
        "shown": shown,
        "new": new or NewPhotographForm(prefix=_NEW),
        "has_room": len(shown) < photographs.MOST,
        "most": photographs.MOST,
        "narrowest": photographs.NARROWEST,
        "megabytes": settings.ATTACHMENT_MEGABYTES,
    }
    return render(request, "cities/contribution/photographs.html", context, status=status)


@require_safe
def published_photograph(
    request: HttpRequest, digest: str, size: int
) -> FileResponse | HttpResponse:
    """Send the file of a photograph that an edition printed; it never changes."""
    sizes = (photograph_files.SMALL, photograph_files.LARGE)
    if size not in sizes or not re.fullmatch(r"[0-9a-f]{64}", digest, re.ASCII):
        raise Http404
    try:
        content = default_storage.open(photograph_files.file_name(digest, size))
    except FileNotFoundError:
        raise Http404 from None
    except OSError as error:
        return file_unavailable(request, error)
    response = FileResponse(content, content_type="image/jpeg")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    return response
