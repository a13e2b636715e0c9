"""The page on which a city says what became of what was printed."""

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cities.forms.follow_up import problems, update_forms
from cities.invitations.access import access
from cities.review import transitions


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask of each policy response whether it is still true, has changed or has ended."""
    found = access(request, pk)
    contribution = found.contribution
    contribution.require_accepted(_("say what became of it"))
    prefetch_related_objects([contribution], "responses__updates")
    sent = request.method == "POST"
    forms = update_forms(contribution, request.POST if sent else None)
    # Each is asked, so that every mistake is told at once.
    are_valid = [form.is_valid() for form in forms]
    if sent and all(are_valid):
        transitions.answer_follow_up(
            contribution,
            [form.update(contribution.original_language) for form in forms],
            by=found.user,
        )
        messages.success(request, _("Thank you: the next edition of the note will say so."))
        return redirect("cities:follow_up", pk)
    context = {
        "contribution": contribution,
        "session": contribution.session,
        "forms": forms,
        "problems": problems(forms),
    }
    return render(request, "cities/officers/follow_up.html", context, status=422 if sent else 200)
