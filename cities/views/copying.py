"""Taking texts of an earlier session over into a new contribution, and taking them out again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cities.contributions import autosave, deadlines
from cities.contributions import earlier as earlier_sessions
from cities.contributions.autosave import DraftConflict
from cities.contributions.draft_rows import from_rows
from cities.contributions.drafts import Draft
from cities.forms.contribution import service_choices
from cities.invitations.access import Access, access
from cities.models import Contribution
from cities.views import contribution_pages as pages
from llex.core.states import WrongState


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def as_last_time(request: HttpRequest, pk: int, earlier: int) -> HttpResponse:
    """Show what would be copied and ask; copy it, or take copies out again, on a press."""
    found = access(request, pk)
    rows = earlier_sessions.earlier_contributions(found.contribution, found.user)
    source = get_object_or_404(rows, pk=earlier)
    if request.method == "POST":
        return _change(request, found, source)
    if not deadlines.may_write(found.contribution):
        return redirect("cities:contribution_edit", pk=pk)
    draft = autosave.current_draft(found.contribution)
    context = {
        "contribution": found.contribution,
        "earlier": source,
        "said": from_rows(source),
        "services": dict(service_choices()),
        "ended": earlier_sessions.ended_responses(source),
        "has_own": bool(draft.words),
        "is_other_language": _is_in_another_language(draft, source),
        "is_copied": source.pk in earlier_sessions.copied_from(draft),
    }
    return render(request, "cities/contribution/as_last_time.html", context)


def _change(request: HttpRequest, found: Access, source: Contribution) -> HttpResponse:
    """Copy, or take the copies out, unless a colleague saved another text at the same moment."""
    contribution = found.contribution
    if not contribution.awaits_city:
        raise WrongState(contribution, _("write"))
    draft, version = autosave.current_draft(contribution), contribution.draft_version
    is_undone = request.POST.get("do") == "undo"
    if not is_undone and _is_in_another_language(draft, source):
        return redirect("cities:as_last_time", pk=contribution.pk, earlier=source.pk)
    change = earlier_sessions.without_copies if is_undone else earlier_sessions.with_copies
    try:
        autosave.save_draft(contribution, change(draft, source), version=version, by=found.user)
    except deadlines.CollectionClosed:
        return pages.reading(request, found, status=409)
    except DraftConflict:
        text = _("A colleague saved at the same moment, so nothing was changed. Press once more.")
        messages.error(request, text)
        return redirect("cities:as_last_time", pk=contribution.pk, earlier=source.pk)
    place = {"session": source.session}
    if is_undone:
        text = _("The texts of “%(session)s” are taken out again; what you changed in them stays.")
    else:
        text = _("The texts of “%(session)s” are copied. Each is marked until you have checked it.")
    messages.success(request, text % place)
    return redirect("cities:contribution_edit", pk=contribution.pk)


def _is_in_another_language(draft: Draft, source: Contribution) -> bool:
    """Return whether the draft has texts in another language: one form holds only one."""
    return bool(draft.words) and draft.language != source.original_language
