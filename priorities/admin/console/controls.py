"""The organiser's console: one consultation while the session runs."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from llex.core import qr_codes
from llex.core.admin.actions import apply_to
from llex.core.languages import direction, name_of
from priorities.admin.actions import CONSOLE_ACTIONS, on_console, reopening_for
from priorities.models import Ballot, Consultation
from priorities.questions.readiness import doubts, missing_texts, obstacle
from priorities.questions.registry import kind_of
from priorities.results.disclosure import few_ballots, is_small

if TYPE_CHECKING:
    from priorities.admin.consultations import ConsultationAdmin


def consultation_for(
    admin: ConsultationAdmin, request: HttpRequest, pk: int, *, change: bool = True
) -> Consultation:
    """Return a consultation that the user may change, or at least see. Raise 403 or 404."""
    rows = Consultation.objects.filter(pk__in=admin.get_queryset(request).values("pk"))
    consultation = get_object_or_404(rows.select_related("session"), pk=pk)
    may = admin.has_change_permission if change else admin.has_view_permission
    if not may(request, consultation):
        raise PermissionDenied
    return consultation


def page(
    admin: ConsultationAdmin,
    request: HttpRequest,
    consultation: Consultation,
    name: str,
    **context: Any,
) -> HttpResponse:
    """Answer with a page of the console."""
    common = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "consultation": consultation,
        "console_address": console_url(consultation),
        "subtitle": str(consultation),
        "original": consultation,
    }
    return TemplateResponse(request, f"admin/priorities/{name}.html", common | context)


def console_url(consultation: Consultation) -> str:
    """Return the address of a consultation's console."""
    return reverse("admin:priorities_consultation_console", args=[consultation.pk])


def console(admin: ConsultationAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Show the code, how far interpretation has caught up, and what can be done now."""
    consultation = consultation_for(admin, request, pk, change=False)
    may_act = admin.has_change_permission(request, consultation)
    is_draft = consultation.state == Consultation.State.DRAFT
    hindered = obstacle(consultation) if is_draft else ""
    found = counts(consultation)
    verbs = [verb for verb in on_console(consultation) if not (hindered and verb.name == "open")]
    return page(
        admin,
        request,
        consultation,
        "console",
        title=_("Console"),
        verbs=verbs if may_act else [],
        may_act=may_act,
        hindered=hindered,
        missing=missing_texts(consultation) if is_draft else [],
        doubts=doubts(consultation) if is_draft else [],
        few=few_ballots(found["ballots"]) if is_small(found["ballots"]) else "",
        languages=[
            {"code": code, "name": name_of(code), "direction": direction(code)}
            for code in consultation.session.languages
        ],
        counts=found,
        pages=kind_of(consultation).organiser_pages(consultation),
        voting_address=settings.SITE_URL + consultation.get_absolute_url(),
        qr=qr_codes.drawing(settings.SITE_URL + consultation.get_absolute_url()),
    )


def act(admin: ConsultationAdmin, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Apply one of the verbs; a wrong state becomes a message."""
    consultation = consultation_for(admin, request, pk)
    if verb not in CONSOLE_ACTIONS:
        raise Http404
    notes = _notes(request, consultation)
    note = request.POST.get("note", "").strip() or next(iter(notes.values()), "")
    if CONSOLE_ACTIONS[verb].needs_note and not note:
        messages.error(request, _("Write the reason first. Nothing was changed."))
    elif verb == "reopen" and notes:
        apply_to(request, reopening_for(notes), [consultation], note)
    else:
        is_sure = "seen" in request.POST
        apply_to(request, CONSOLE_ACTIONS[verb], [consultation], note, is_sure=is_sure)
    return redirect(console_url(consultation))


def _notes(request: HttpRequest, consultation: Consultation) -> dict[str, str]:
    """Return the reasons that were given, by language."""
    given = {
        code: request.POST.get(f"note_{code}", "").strip()
        for code in consultation.session.languages
    }
    return {code: text for code, text in given.items() if text}


def live_counts(admin: ConsultationAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Send the counts as they are now, or 304 to a console that has them already."""
    found = counts(consultation_for(admin, request, pk, change=False))
    body = json.dumps(found)
    etag = f'"{hashlib.sha256(body.encode()).hexdigest()[:20]}"'
    answer = HttpResponse(
        body,
        content_type="application/json",
        headers={"ETag": etag, "Cache-Control": "private, no-cache"},
    )
    return get_conditional_response(request, etag=etag, response=answer) or answer


def code_drawing(admin: ConsultationAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Send the QR code of the voting page as a file."""
    consultation = consultation_for(admin, request, pk, change=False)
    drawn = qr_codes.file(settings.SITE_URL + consultation.get_absolute_url())
    answer = HttpResponse(drawn, content_type="image/svg+xml")
    answer["Content-Disposition"] = f'attachment; filename="{consultation.code}.svg"'
    return answer


def counts(consultation: Consultation) -> dict[str, Any]:
    """Return how many ballots there are in each language of the session, and how many links.

    A language without ballots is listed too: it is the one to wait for. Ballots of a
    rehearsal are not counted.
    """
    cast = consultation.ballots.exclude(origin=Ballot.Origin.REHEARSAL)
    rows = cast.values_list("language").annotate(n=Count("pk"))
    given: dict[str, int] = dict(rows.order_by("language"))
    order = dict.fromkeys((*consultation.session.languages, *given))
    links = consultation.links.aggregate(
        made=Count("pk"), used=Count("pk", filter=Q(is_spent=True))
    )
    return {
        "state": consultation.state,
        "ballots": sum(given.values()),
        "languages": [
            {
                "code": code,
                "name": name_of(code),
                "direction": direction(code),
                "ballots": given.get(code, 0),
            }
            for code in order
        ],
        "links": links["made"],
        "links_used": links["used"],
    }
