"""Saying that a city will not contribute, and taking a contribution back."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cities.forms.officers import DeclineForm
from cities.invitations.access import access
from cities.review import transitions

READ_OR_PRESS = ["GET", "HEAD", "POST"]


@require_http_methods(READ_OR_PRESS)
@never_cache
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a reason, which may be left empty, and decline."""
    found = access(request, pk)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        with transaction.atomic():
            if reason:
                found.contribution.review_notes.create(
                    text=reason, author=found.user, from_city=True
                )
            transitions.decline(found.contribution, by=found.user)
        messages.success(request, _("Thank you for telling us. We will not write again about it."))
        return redirect("cities:officer_home")
    context = {"contribution": found.contribution, "form": form}
    return render(request, "cities/contribution/decline.html", context)


@require_http_methods(READ_OR_PRESS)
@never_cache
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what withdrawing means, and withdraw on a press."""
    found = access(request, pk)
    if request.method == "POST":
        transitions.withdraw(found.contribution, by=found.user)
        messages.success(request, _("The contribution is withdrawn."))
        return redirect("cities:officer_home")
    context = {"contribution": found.contribution}
    return render(request, "cities/contribution/withdraw.html", context)
