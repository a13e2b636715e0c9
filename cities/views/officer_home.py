"""The officers' home."""

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cities.invitations.access import granted
from cities.invitations.sending import get_or_create_contribution
from cities.models import City, Contribution, Officer
from cities.officers.dashboard import (
    ContributionSummary,
    city_dashboards,
    prefetch_for_dashboard,
    sessions_taking_contributions,
)
from cities.open_call.applications import Session
from llex.core.db.former_slugs import redirects_former_slugs


@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """Show the user's cities, and the contributions that this browser opens by personal links."""
    own = city_dashboards(request.user) if request.user.is_authenticated else []
    shown = {entry.contribution.pk for dashboard in own for entry in dashboard.entries}
    by_link = [found.pk for found in granted(request) if found.pk not in shown]
    if not request.user.is_authenticated and not by_link:
        return redirect_to_login(request.get_full_path())
    linked = prefetch_for_dashboard(Contribution.objects.filter(pk__in=by_link))
    context = {
        "dashboards": own,
        "linked": [ContributionSummary(contribution) for contribution in linked],
    }
    return render(request, "cities/officers/home.html", context)


@redirects_former_slugs(City.slug_now, "city")
@redirects_former_slugs(Session.slug_now, "session")
@require_POST
@login_required
def begin(request: HttpRequest, city: str, session: str) -> HttpResponse:
    """Begin what one's city brings to a session that takes contributions."""
    own = own_city(request, city)
    chosen = sessions_taking_contributions().filter(slug=session).first()
    if chosen is None:
        raise Http404
    contribution = get_or_create_contribution(chosen, own)
    if contribution.state == Contribution.State.INVITED:
        contribution.start()
    return redirect("cities:contribution_edit", contribution.pk)


def own_city(request: HttpRequest, slug: str) -> City:
    """Return the city of that slug if the user writes for it. Raise Http404 otherwise."""
    writing = Officer.objects.writing().filter(user=request.user)  # type: ignore[misc]
    return get_object_or_404(City, slug=slug, officers__in=writing)
