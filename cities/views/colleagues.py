"""Colleagues who write for the same city: adding, ending and handing over memberships."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cities.forms.officers import ColleagueAddressForm, ColleagueForm, HandOverForm
from cities.invitations.access import access
from cities.models import City, Officer
from cities.officers import memberships
from llex.core.db.former_slugs import redirects_former_slugs
from llex.core.languages.phrases import labelled
from llex.core.mail.addresses import tell_removals
from llex.core.models import User

READ_OR_PRESS = ["GET", "HEAD", "POST"]


@redirects_former_slugs(City.slug_now, "city")
@require_http_methods(READ_OR_PRESS)
@never_cache
@login_required
def add(request: HttpRequest, city: str) -> HttpResponse:
    """Add a colleague as an officer of the city."""
    own = _own_membership(request, city)
    form = ColleagueForm(
        request.POST if request.method == "POST" else None,
        city=own.city,
        user=own.user,
    )
    if request.method == "POST" and form.is_valid():
        tell_removals(request, [form])
        added = memberships.add_colleague(own.city, own.user, **form.cleaned_data)
        text = _("%(person)s may write for %(city)s now. An e-mail is on its way.")
        messages.success(request, text % {"person": added.user, "city": own.city})
        return redirect("cities:officer_home")
    return render(request, "cities/officers/colleague_add.html", {"city": own.city, "form": form})


@require_POST
@never_cache
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a colleague by their address alone, from the form of a contribution.

    A personal link is not enough: it opens one contribution, and the colleague gets the city's.
    """
    found = access(request, pk)
    if found.invitation is not None:
        raise Http404
    city, user = found.contribution.city, found.user
    form = ColleagueAddressForm(request.POST, city=city, user=user)
    if form.is_valid():
        tell_removals(request, [form])
        details = {"email": form.cleaned_data["email"], "language": user.language}
        added = memberships.add_colleague(city, user, **details)
        text = _("%(person)s may write for %(city)s now. An e-mail is on its way.")
        messages.success(request, text % {"person": added.user, "city": city})
    else:
        problems = [str(message) for several in form.errors.values() for message in several]
        messages.error(request, labelled(request.POST.get("email", ""), " ".join(problems)))
    return redirect(reverse("cities:contribution_edit", args=[pk]) + "#colleague")


@redirects_former_slugs(City.slug_now, "city")
@require_http_methods(READ_OR_PRESS)
@never_cache
@login_required
def hand_over(request: HttpRequest, city: str) -> HttpResponse:
    """Hand one's own membership over to a successor."""
    own = _own_membership(request, city)
    form = HandOverForm(
        request.POST if request.method == "POST" else None,
        city=own.city,
        user=own.user,
    )
    if request.method == "POST" and form.is_valid():
        tell_removals(request, [form])
        successor = memberships.hand_over_membership(own, **form.cleaned_data)
        text = _("%(person)s may write for %(city)s now. An e-mail to both of you is on its way.")
        messages.success(request, text % {"person": successor.user, "city": own.city})
        return redirect("cities:officer_home")
    return render(request, "cities/officers/hand_over.html", {"city": own.city, "form": form})


@require_http_methods(READ_OR_PRESS)
@never_cache
@login_required
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End the membership of a colleague."""
    colleague = get_object_or_404(_colleagues(request), pk=pk)
    if request.method == "POST":
        memberships.end_membership(colleague, _user(request))
        text = _("%(person)s does not write for %(city)s any more.")
        messages.success(request, text % {"person": colleague.user, "city": colleague.city})
        return redirect("cities:officer_home")
    return render(request, "cities/officers/colleague_end.html", {"colleague": colleague})


def _own_membership(request: HttpRequest, city: str) -> Officer:
    own = Officer.objects.writing().filter(user=_user(request)).select_related("city", "user")
    return get_object_or_404(own, city__slug=city)


def _colleagues(request: HttpRequest) -> QuerySet[Officer]:
    user = _user(request)
    cities = Officer.objects.writing().filter(user=user).values("city")
    others = Officer.objects.writing().filter(city__in=cities).exclude(user=user)
    return others.select_related("city", "user")


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 - the views ask for a log-in
    return request.user
