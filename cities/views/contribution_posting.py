"""Taking what was typed: saved first, then done what the button says. Nothing is ever dropped.

The page's script posts the same form and asks for JSON; without it the browser posts and gets a
page. Every refusal carries the text back.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from cities.contributions import attachments, autosave, drafts
from cities.contributions.autosave import DraftConflict, MergeInput
from cities.contributions.deadlines import CollectionClosed
from cities.contributions.draft_merging import CHOICE_PREFIX as CHOICE
from cities.contributions.draft_merging import Known
from cities.contributions.drafts import Differences, Draft
from cities.contributions.submission import submit_draft
from cities.forms.contribution import ContributionForm, problems_in, service_choices
from cities.invitations import link_renewal
from cities.invitations.access import Access, access
from cities.models import Contribution
from cities.views import contribution_pages as pages
from cities.views.contribution_pages import Said
from llex.core.languages import world_languages
from llex.core.languages.phrases import labelled
from llex.core.privacy.notice import shown_version
from llex.core.states import WrongState

_FORBIDDEN = 403
_UNFIT = 422
# The pages that buttons of the form lead to, by their verbs.
_PAGES = {
    "check": "contribution_check",
    "photographs": "photographs",
    "preview": "contribution_preview",
}


def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Handle a posted form. Without the right to write, a visitor gets only their text back."""
    draft = Draft.from_form(request.POST)
    try:
        found = access(request, pk)
    except Http404:
        return _turn_away(request, pk, draft)
    if _is_unsafe(request):
        return _ask_again(request, found, draft)
    try:
        return _act(request, found, draft)
    except DraftConflict as conflict:
        return _tell_of_conflict(request, found, draft, conflict)
    except (CollectionClosed, WrongState):
        return _say_too_late(request, found, draft)


def _act(request: HttpRequest, found: Access, draft: Draft) -> HttpResponse:
    verb, _colon, rest = request.POST.get("do", "save").partition(":")
    draft, anchor = _changed(draft, verb, rest)
    stored = _save(request, found, draft)
    if wants_json(request):
        return _saved(found.contribution, draft, stored)
    if verb == "submit" and Differences.between(draft, stored).fields:
        messages.warning(request, _("A colleague has changed it meanwhile: read it once more."))
        verb = "check"
    draft = stored
    if error := _documents(request, found, verb, rest):
        return pages.writing(request, found, draft, Said(file_error=error, status=_UNFIT))
    if verb == "submit":
        return _submit(request, found, draft)
    return redirect(_next_page(found.contribution.pk, draft, verb, rest) + anchor)


def _next_page(pk: int, draft: Draft, verb: str, rest: str) -> str:
    """Return the address to go on at: one can come back to it, unlike to an answer."""
    if verb == "check" and problems_in(draft):
        return f"{reverse('cities:contribution_edit', args=[pk])}?{pages.CHECKED}"
    if verb == "copy" and (number := re.fullmatch(r"\d{1,18}", rest, re.ASCII)):
        return reverse("cities:as_last_time", args=[pk, int(number[0])])
    return reverse(f"cities:{_PAGES.get(verb, 'contribution_edit')}", args=[pk])


def _changed(draft: Draft, verb: str, rest: str) -> tuple[Draft, str]:
    """Return the draft as the button changes it, and where on the page to go on."""
    kind, _colon, place = rest.partition(":")
    number = int(place) if re.fullmatch(r"\d{1,4}", place, re.ASCII) else 0
    is_list = kind in drafts.LISTS
    anchor = ""
    match verb:
        case "language" if rest in world_languages.codes():
            draft, anchor = replace(draft, language=rest), "#language"
        case "upload" | "detach":
            anchor = "#documents"
        case "add" if is_list:
            draft = draft.with_room().adding(kind)
            anchor = f"#{kind}-{len(getattr(draft, kind)) - 1}-text"
        case "checked" if is_list:
            draft, anchor = draft.checking(kind, number), f"#{kind}-{number}-text"
        case "remove" if is_list:
            draft, anchor = draft.removing(kind, number), f"#{kind}"
        case "raise" if is_list:
            draft, anchor = draft.raising(kind, number), f"#{kind}-{max(number - 1, 0)}-text"
    return draft, anchor


def _save(request: HttpRequest, found: Access, draft: Draft) -> Draft:
    """Save what was typed. Return what is stored now, with what a colleague changed."""
    do = request.POST.get("do", "")
    merging = MergeInput(
        known=Known.load(request.POST.get("known", "")),
        choices={
            name: request.POST.get(name, "") for name in request.POST if name.startswith(CHOICE)
        },
        # Said in the knowledge of the other version, so it is about that one.
        everything=do if do in ("mine", "theirs") else "",
        their_version=_version(request, "their_version"),
    )
    return autosave.save_draft(
        found.contribution,
        draft,
        version=_version(request),
        page=_page(request),
        by=found.user,
        merging=merging,
    )


def _page(request: HttpRequest) -> str:
    """Return the name of the open page, empty if the site has no such page."""
    page = request.POST.get("page", "")
    return page if re.fullmatch(r"[\w-]{1,40}", page, re.ASCII) else ""


def _version(request: HttpRequest, name: str = "version") -> int:
    """Return the version on which the typed text is based, -1 if the form names none."""
    version = request.POST.get(name, "")
    return int(version) if re.fullmatch(r"\d{1,9}", version, re.ASCII) else -1


def _documents(request: HttpRequest, found: Access, verb: str, rest: str) -> str:
    """Take off or attach documents as asked. Return what is wrong with one, or nothing."""
    if verb == "detach":
        attachments.detach(found.contribution, rest)
    for file in request.FILES.getlist("documents"):
        try:
            attachments.attach(found.contribution, file, by=found.user)
        except ValidationError as error:
            return labelled(file.name, " ".join(error.messages))
    if verb == "upload" and not request.FILES.getlist("documents"):
        return _("Choose a file first.")
    return ""


def _dropped(request: HttpRequest) -> str:
    """Tell that a document came with a form that was not taken, if one did."""
    return _("The document was not kept; choose it once more.") if request.FILES else ""


def _submit(request: HttpRequest, found: Access, draft: Draft) -> HttpResponse:
    if problems_in(draft):
        return redirect(_next_page(found.contribution.pk, draft, "check", ""))
    contribution = found.contribution
    submit_draft(
        contribution,
        draft,
        version=contribution.draft_version,
        page=_page(request),
        by=found.user,
        privacy_notice=shown_version(request.POST.get("notice", "")),
    )
    return redirect("cities:contribution_sent", pk=contribution.pk)


def wants_json(request: HttpRequest) -> bool:
    """Return whether the request comes from the page's script."""
    return request.headers.get("accept", "").startswith("application/json")


def _saved(contribution: Contribution, draft: Draft, stored: Draft) -> JsonResponse:
    """Tell what was saved; where a colleague's changes were merged in, everything as it is now."""
    suggested = pages.suggestion(draft)
    saved_at = contribution.draft_saved_at
    return JsonResponse(
        {
            "version": contribution.draft_version,
            "saved_at": saved_at.isoformat() if saved_at else None,
            "language": {"code": suggested.code, "name": suggested.label} if suggested else None,
            "known": Known.of(stored).dump(),
            "merged": _merged_pairs(draft, stored),
        }
    )


def _merged_pairs(draft: Draft, merged: Draft) -> list[tuple[str, str]] | None:
    """Return all fields as they are now, None where the page shows them already."""
    if not Differences.between(draft, merged).fields:
        return None
    return [(name, value) for name, values in merged.to_form().items() for value in values]


def _turn_away(request: HttpRequest, pk: int, draft: Draft) -> HttpResponse:
    """Refuse a visitor who may not write here: 404 for a known user, a way back in for others."""
    is_known = request.user.is_authenticated or bool(request.session.get("invitations"))
    status = 404 if is_known else _FORBIDDEN
    if wants_json(request):
        return JsonResponse({"reason": "expired"}, status=status)
    asked = request.POST.get("do") == "link"
    if asked:
        link_renewal.send_new_link(pk, request.POST.get("ticket", ""))
    error = _dropped(request)
    return pages.kept(request, pk, draft, is_sent=asked, file_error=error, status=status)


def _ask_again(request: HttpRequest, found: Access, draft: Draft) -> HttpResponse:
    """Answer a form whose token is no longer good: with a new one, and the text in place."""
    if wants_json(request):
        return JsonResponse({"reason": "stale", "token": get_token(request)}, status=_FORBIDDEN)
    said = Said(
        stale=True,
        file_error=_dropped(request),
        version=_version(request),
        known=request.POST.get("known", ""),
        status=_FORBIDDEN,
    )
    return pages.writing(request, found, draft, said)


def _tell_of_conflict(
    request: HttpRequest, found: Access, draft: Draft, conflict: DraftConflict
) -> HttpResponse:
    found.contribution.refresh_from_db()
    if not wants_json(request):
        said = Said(
            conflict=conflict,
            file_error=_dropped(request),
            version=_version(request),
            status=409,
        )
        return pages.writing(request, found, conflict.merged.draft, said)
    form = ContributionForm(conflict.merged.draft, service_choices())
    shown = pages.conflicts_of(form, conflict)
    return JsonResponse(
        {
            "reason": "conflict",
            "version": conflict.version,
            "who": str(conflict.by or ""),
            "own": conflict.by == found.user,
            "at": conflict.at.isoformat() if conflict.at else None,
            "known": conflict.known.dump(),
            "merged": _merged_pairs(draft, conflict.merged.draft),
            "fields": {one.name: list(one.theirs) for one in conflict.merged.conflicts},
            "conflicts": [one.as_data() for one in shown],
        },
        status=409,
    )


def _say_too_late(request: HttpRequest, found: Access, draft: Draft) -> HttpResponse:
    contribution = found.contribution
    contribution.refresh_from_db()
    if wants_json(request):
        return JsonResponse({"reason": "closed"}, status=409)
    if _is_sent_again(contribution, draft):
        return redirect("cities:contribution_sent", pk=contribution.pk)
    return pages.reading(request, found, typed=draft, status=409)


def _is_sent_again(contribution: Contribution, draft: Draft) -> bool:
    """Return whether this is the submission of a moment ago, sent by a second press."""
    if contribution.state != Contribution.State.SUBMITTED:
        return False
    said = Differences.between(draft, pages.sent(contribution))
    return not said.fields


class _Check(CsrfViewMiddleware):
    """Django's own check, asked by hand: it answers with the reason instead of a page."""

    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason


def _is_unsafe(request: HttpRequest) -> bool:
    """Return whether a form may have been sent from another site."""
    check = _Check(lambda _request: HttpResponse())
    return check.process_view(request, edit_is_checked_here, (), {}) is not None


def edit_is_checked_here() -> HttpResponse:
    """Stand for the view in the check: unlike the view itself, it is not exempt."""
    return HttpResponse()
