"""The table of a session's texts, and what is done to many of them at once."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from llex.core.languages import name_of
from llex.core.translations import machine
from llex.core.translations.states import TextState
from sessions_app.admin.translations.pages import desk_address, page_context, require_access
from sessions_app.briefing.session_texts import NotePart
from sessions_app.models import LearningSession
from sessions_app.translation_desk import bulk
from sessions_app.translation_desk.access import DeskAccess
from sessions_app.translation_desk.machine import draft_missing
from sessions_app.translation_desk.table import PAGE, Desk, load_desk


def show_table(admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Show the texts of a session with their state in each language."""
    access = require_access(request, pk)
    desk = load_desk(access, request.GET)
    shown = desk.shown
    query = urlencode(desk.chosen.as_query())
    actions = {
        "to_approve": len(bulk.cells_to(desk, bulk.APPROVE, shown)) if access.is_editor else 0,
        "to_confirm": len(bulk.cells_to(desk, bulk.HOLDS, shown)),
        "to_draft": machine.is_enabled() and _is_missing_some(desk),
    }
    context = {
        **page_context(admin, request, access, _("Translations")),
        **actions,
        "has_actions": any(actions.values()),
        "desk": desk,
        "leaf": Paginator(shown, PAGE).get_page(request.GET.get("page")),
        "shown": len(shown),
        "all_version": bulk.all_version(shown),
        "columns": _columns(desk),
        "states": TextState.choices,
        "parts": NotePart.choices,
        "query": query,
    }
    return TemplateResponse(request, "admin/sessions_app/translations/table.html", context)


def apply(admin: Any, request: HttpRequest, pk: int) -> HttpResponse:
    """Approve the texts ticked, or keep them as still holding."""
    access = require_access(request, pk)
    verb = request.POST.get("do", "")
    if verb == "machine":
        return _draft(request, access)
    if verb not in (bulk.APPROVE, bulk.HOLDS) or (verb == bulk.APPROVE and not access.is_editor):
        return HttpResponseBadRequest()
    with transaction.atomic():
        # Whoever writes a text of the session at this moment is waited for.
        LearningSession.objects.select_for_update().get(pk=pk)
        desk = load_desk(access, request.GET)
        outcome = bulk.apply_to_rows(
            desk,
            verb,
            request.POST.getlist("text"),
            request.POST.get("everything", ""),
            request.user,  # type: ignore[arg-type]
        )
    _report(request, verb, outcome)
    query = urlencode(desk.chosen.as_query())
    return redirect(f"{desk_address(access.session)}?{query}")


def _draft(request: HttpRequest, access: DeskAccess) -> HttpResponse:
    """Have the machine write first drafts of what is missing in the texts ticked."""
    desk = load_desk(access, request.GET)
    ticked, everything = request.POST.getlist("text"), request.POST.get("everything", "")
    rows, changed = bulk.chosen_rows(desk, ticked, everything)
    written, problem = draft_missing(desk, rows, request.user)  # type: ignore[arg-type]
    if written:
        text = ngettext(
            "%(count)s draft was written by machine; it is not approved.",
            "%(count)s drafts were written by machine; they are not approved.",
            written,
        )
        messages.success(request, text % {"count": written})
    if problem:
        messages.error(request, str(problem))
    elif changed or not written:
        messages.warning(request, _("There was nothing to do for the texts chosen."))
    return redirect(f"{desk_address(access.session)}?{urlencode(desk.chosen.as_query())}")


def _is_missing_some(desk: Desk) -> bool:
    cells = (cell for row in desk.shown for cell in desk.chosen.cells(row))
    return any(cell.state == TextState.MISSING and cell.may_write for cell in cells)


def _report(request: HttpRequest, verb: str, outcome: bulk.BulkOutcome) -> None:
    if verb == bulk.APPROVE:
        text = ngettext(
            "%(count)s translation is approved.",
            "%(count)s translations are approved.",
            outcome.done,
        )
    else:
        text = ngettext(
            "%(count)s translation still holds.",
            "%(count)s translations still hold.",
            outcome.done,
        )
    if outcome.done:
        messages.success(request, text % {"count": outcome.done})
    if outcome.changed:
        text = ngettext(
            "%(count)s text was changed since you opened the page and was left as it is: read it"
            " again first.",
            "%(count)s texts were changed since you opened the page and were left as they are: read"
            " them again first.",
            outcome.changed,
        )
        messages.warning(request, text % {"count": outcome.changed})
    if not (outcome.done or outcome.changed):
        messages.warning(request, _("There was nothing to do for the texts chosen."))


def _columns(desk: Desk) -> list[dict[str, Any]]:
    """Return each language with the number of its texts in each state."""
    columns = []
    for code in desk.access.languages:
        counts = desk.counts(code)
        columns.append(
            {
                "code": code,
                "name": name_of(code),
                "counts": [
                    (state.value, state.label, counts[state])
                    for state in TextState
                    if counts[state]
                ],
                "done": counts[TextState.APPROVED],
                "total": counts.total() - counts["source"],
            }
        )
    return columns
