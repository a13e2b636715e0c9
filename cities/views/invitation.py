"""The page behind a personal link. Reading it changes nothing; only a button does."""

from contextlib import suppress
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cities.invitations import link_status, magic_links
from cities.invitations.access import grant
from cities.invitations.link_status import LinkStatus
from cities.models import Contribution, Invitation
from cities.views.privacy import keeps_its_address
from llex.core.states import WrongState

_GONE: Final = 410


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@keeps_its_address
def invitation_landing(request: HttpRequest, key: UUID, token: str) -> HttpResponse:
    """Show whose invitation it is; let in, on to declining, or send a new link, on a press."""
    invitation = link_status.find_invitation(key, token)
    if invitation is None:
        return render(request, "cities/invitations/link_unknown.html", status=404)
    stands = link_status.status_of(invitation, token)
    asked = request.POST.get("action", "") if request.method == "POST" else ""
    if stands == LinkStatus.OPEN:
        return _enter(request, invitation, asked) if asked else _show(request, invitation, stands)
    if stands == LinkStatus.EXPIRED and asked == "renew":
        is_new = link_status.resend_expired(invitation)
        return _show(request, invitation, stands, is_sent=True, is_new=is_new, status=200)
    return _show(request, invitation, stands, status=_GONE)


def _enter(request: HttpRequest, invitation: Invitation, asked: str) -> HttpResponse:
    """Log this browser in to the officer's contribution."""
    contribution = invitation.contribution
    grant(request, invitation)
    invitation.mark_used()
    if asked == "decline":
        return redirect("cities:contribution_decline", contribution.pk)
    if contribution.state == Contribution.State.INVITED:
        # Of two presses at once, one finds it begun by the other.
        with suppress(WrongState):
            contribution.start()
    wanted = request.GET.get("to", magic_links.FORM), request.GET.get("field", "")
    return redirect(magic_links.destination(contribution.pk, *wanted))


def _show(
    request: HttpRequest,
    invitation: Invitation,
    stands: LinkStatus,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    contribution = invitation.contribution
    context = {
        "invitation": invitation,
        "contribution": contribution,
        "session": contribution.session,
        "city": contribution.city,
        "contact": contribution.session.series.named_contact,
        "address": link_status.mask_address(invitation.officer.user.email),
        "stands": stands.value,
        "to": request.GET.get("to", magic_links.FORM),
        **more,
    }
    page = "invitation" if stands == LinkStatus.OPEN else "closed"
    return render(request, f"cities/invitations/{page}.html", context, status=status)
