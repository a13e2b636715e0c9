"""The page on which a city sees what will be printed, and approves it or says what is wrong."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cities import workflow
from cities.access import Access, access
from cities.forms.wording import AnswersForm, CommentForm
from cities.models import WordingChanged
from cities.printed import wordings
from cities.submission import wording_digest


@require_safe
@never_cache
def wording(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the row in every language of the note, with the differences from what was sent."""
    found = access(request, pk)
    found.contribution.require_accepted(_("show the wording"))
    return _page(request, found)


@require_POST
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve the wording that was shown; where another one stands now, show that instead."""
    found = access(request, pk)
    try:
        workflow.approve_wording(
            found.contribution, by=found.user, shown=request.POST.get("shown", "-")
        )
    except WordingChanged:
        return _page(request, found, has_changed=True, status=409)
    messages.success(request, _("Thank you: the wording is approved."))
    return redirect("cities:wording", pk)


@require_POST
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell the organisers what should be worded differently."""
    found = access(request, pk)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _page(request, found, comment_form=form, status=422)
    workflow.comment_wording(found.contribution, form.cleaned_data["comment"], by=found.user)
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
    context = {
        "contribution": contribution,
        "session": contribution.session,
        "wordings": wordings(contribution),
        "digest": wording_digest(contribution),
        "is_approved": contribution.is_wording_approved,
        "remarks": contribution.review_notes.filter(from_city=True).order_by("created_at"),
        "comment_form": CommentForm(),
        "answers_form": AnswersForm(contribution),
        **overrides,
    }
    return render(request, "cities/wording.html", context, status=status)
