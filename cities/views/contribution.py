"""The officer's page: everything that a city says, on one page that loses nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cities.contributions import autosave, deadlines, upload_handlers
from cities.contributions.machine_drafts import machine_draft, machine_languages
from cities.contributions.preview import preview
from cities.forms.contribution import problems_in
from cities.invitations.access import access
from cities.review import transitions
from cities.views import contribution_pages as pages
from cities.views.contribution_posting import answer
from llex.core.accounts import login_limits
from llex.core.states import WrongState
from llex.core.translations.machine import MachineFailure

# Translations by machine that an officer may ask for.
_MACHINE: Final = {
    "browser": "20/h/key",
    "pair": "20/h/key",
    "network": "100/h/key",
    "account": "40/h/key",
}


@csrf_exempt  # Checked in `answer`, where a refusal can keep what was typed.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what was typed so far, or take what is typed now."""
    if request.method == "POST":
        upload_handlers.limit_size(request)
        return answer(request, pk)
    found = access(request, pk)
    if not deadlines.may_write(found.contribution):
        return pages.reading(request, found)
    said = pages.Said(problems=pages.CHECKED in request.GET)
    return pages.writing(request, found, autosave.current_draft(found.contribution), said)


@never_cache
@require_safe
def show_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the row as the note would print it."""
    found = access(request, pk)
    contribution = found.contribution
    if not deadlines.may_write(contribution):
        return redirect("cities:contribution_edit", pk=pk)
    draft = autosave.current_draft(contribution)
    context = {
        "contribution": contribution,
        "document": preview(contribution, draft),
        "documents": contribution.attachments.all(),
        "machine_languages": machine_languages(draft),
    }
    return render(request, "cities/contribution/preview.html", context)


@never_cache
@require_POST
def show_machine_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the row in another language of the note, translated by machine."""
    found = access(request, pk)
    contribution = found.contribution
    draft = autosave.current_draft(contribution)
    language = request.POST.get("language", "")
    if not deadlines.may_write(contribution):
        raise WrongState(contribution, _("write"))
    if language not in machine_languages(draft):
        return redirect("cities:contribution_preview", pk=pk)
    if login_limits.consume(request, "machine_draft", _MACHINE, found.user.email) is None:
        messages.error(request, _("You have asked for many translations; try again in an hour."))
        return redirect("cities:contribution_preview", pk=pk)
    try:
        translated = machine_draft(draft, language)
    except MachineFailure as problem:
        messages.error(request, str(problem))
        return redirect("cities:contribution_preview", pk=pk)
    context = {
        "contribution": contribution,
        "document": preview(contribution, translated),
        "written_in": draft.language,
    }
    return render(request, "cities/contribution/machine_draft.html", context)


@never_cache
@require_safe
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Show all answers once more before they are sent, each with a way to change it."""
    found = access(request, pk)
    contribution = found.contribution
    if not deadlines.may_write(contribution):
        return redirect("cities:contribution_edit", pk=pk)
    draft = autosave.current_draft(contribution)
    if problems_in(draft):
        return redirect(f"{reverse('cities:contribution_edit', args=[pk])}?{pages.CHECKED}")
    return pages.checking(request, found, draft)


@never_cache
@require_POST
def take_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Make what was sent a draft again, until an organiser begins to review it."""
    found = access(request, pk)
    try:
        transitions.take_up(found.contribution)
    except deadlines.CollectionClosed:
        messages.error(request, _("The last day has passed, so it can no longer be changed here."))
    except WrongState as problem:
        messages.error(request, str(problem))
    else:
        text = _("You can change it now. It counts as not sent until you send it again.")
        messages.success(request, text)
        return redirect("cities:contribution_edit", pk=pk)
    return pages.reading(request, found, status=409)


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Send the script that keeps the form for when there is no network."""
    file = Path(settings.BASE_DIR, "static", "js", "cities", "contribution", "worker.js")
    response = HttpResponse(file.read_bytes(), content_type="text/javascript; charset=utf-8")
    # Browsers ask for it anew, so that it is never older than the pages.
    response["Cache-Control"] = "no-cache"
    return response


@never_cache
@require_safe
def sent(request: HttpRequest, pk: int) -> HttpResponse:
    """Thank the city, and say what happens next."""
    found = access(request, pk)
    if found.contribution.state != found.contribution.State.SUBMITTED:
        return redirect("cities:contribution_edit", pk=pk)
    context = {
        "contribution": found.contribution,
        "session": found.contribution.session,
        "user": found.user,
        "contact": found.contribution.session.series.named_contact,
    }
    return render(request, "cities/contribution/sent.html", context)
