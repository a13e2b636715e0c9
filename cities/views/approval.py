"""The page on which a city sees what will be printed, and approves it or says what is wrong."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cities.forms.approval import AnswersForm, CommentForm
from cities.invitations.access import Access, access
from cities.models import WordingChanged
from cities.review import transitions
from cities.review.printed_texts import printed_texts
from cities.wording.approval import printed_photographs, shown_digest
from cities.wording.snapshots import prefetch_for_snapshot


@require_safe
@never_cache
def wording(request: HttpRequest, pk: int) -> HttpResponse:
    """Show all that is published of the city, marking what differs from what was sent."""
    found = access(request, pk)
    found.contribution.require_accepted(_("show the text"))
    return _page(request, found)


@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve what was shown, or one language of it; where it has changed, show it anew."""
    found = access(request, pk)
    language = request.POST.get("language")
    try:
        transitions.approve_wording(
            found.contribution,
            by=found.user,
            shown=request.POST.get("shown", ""),
            only=[language] if language else None,
        )
    except WordingChanged:
        return _page(request, found, has_changed=True, status=409)
    if waiting := transitions.language_names(found.contribution.languages_to_approve):
        text = _("Thank you. These languages are not approved yet: %(languages)s.")
        messages.success(request, text % {"languages": waiting})
    else:
        messages.success(request, _("Thank you: the text is approved."))
    return redirect("cities:wording", pk)


@require_POST
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell the organisers what should be worded differently."""
    found = access(request, pk)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _page(request, found, comment_form=form, status=422)
    transitions.comment_wording(found.contribution, form.cleaned_data["comment"], by=found.user)
    messages.success(request, _("Thank you: the organisers have your remark and will answer."))
    return redirect("cities:wording", pk)


@require_POST
def answers(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep which challenges the city's responses answer."""
    found = access(request, pk)
    found.contribution.require_accepted(_("name the challenges that a response answers"))
    form = AnswersForm(found.contribution, request.POST)
    if not form.is_valid():
        return _page(request, found, answers_form=form, status=422)
    form.save()
    messages.success(request, _("Thank you. The note will say which challenges you answer."))
    return redirect("cities:wording", pk)


def _page(
    request: HttpRequest, found: Access, *, status: int = 200, **overrides: Any
) -> HttpResponse:
    contribution = found.contribution
    prefetch_for_snapshot(contribution)
    shown = printed_texts(contribution)
    context = {
        "contribution": contribution,
        "session": contribution.session,
        "wordings": shown,
        "digest": shown_digest(contribution),
        "is_approved": contribution.is_wording_approved,
        "open": [one.language for one in shown if one.is_to_approve],
        "open_names": transitions.language_names(contribution.languages_to_approve),
        "following_names": transitions.language_names(contribution.languages_to_translate),
        "documents": list(contribution.attachments.all()),
        "photographs": printed_photographs(contribution),
        "remarks": contribution.review_notes.filter(from_city=True).order_by("created_at"),
        "comment_form": CommentForm(),
        "answers_form": AnswersForm(contribution),
        **overrides,
    }
    return render(request, "cities/approval/wording.html", context, status=status)
