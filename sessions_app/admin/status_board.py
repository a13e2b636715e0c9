"""The board of a session: which cities have not answered, and writing to them."""

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action

from cities.admin.invitations import REMIND, RESEND, REVOKE
from cities.invitations.sending import QUIET
from cities.models import Invitation
from cities.review.status_board import StatusBoard, status_board
from llex.core.admin.actions import apply_to
from sessions_app.models import LearningSession

_VERBS: Final = {verb.name: verb for verb in (REMIND, RESEND, REVOKE)}
_FILTERS: Final = ("state", "region", "language", "city", "page")


class BoardMixin:
    """Add to the admin of sessions the board of who is missing."""

    admin_site: Any
    opts: Any

    def has_board_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("cities.view_invitation"))

    @action(
        description=gettext_lazy("Who is missing"),
        permissions=["board"],
        url_path="board",
        icon="fact_check",
    )
    def board(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show the cities of a session by region; remind, send again or revoke on a press."""
        if not self.has_board_permission(request):
            raise PermissionDenied
        if not object_id.isdecimal():
            raise Http404
        session = get_object_or_404(LearningSession, pk=object_id)
        if request.method == "POST":
            self._write_to(request, session)
            return redirect(request.get_full_path())
        shown = status_board(session, _chosen(request.GET))
        return TemplateResponse(
            request, "admin/sessions_app/board.html", self._board_context(request, session, shown)
        )

    def _write_to(self, request: HttpRequest, session: LearningSession) -> None:
        if not request.user.has_perm("cities.change_invitation"):
            raise PermissionDenied
        asked = request.POST.get("action", "")
        if asked == "remind_all":
            verb, keys = REMIND, _awaiting(status_board(session, _chosen(request.GET)))
        else:
            verb = _VERBS.get(asked, REMIND)
            keys = [int(key) for key in request.POST.getlist("invitation") if key.isdecimal()]
        if not keys or not (asked == "remind_all" or asked in _VERBS):
            messages.warning(request, _("No one was selected. Nothing was changed."))
            return
        apply_to(request, verb, _not_revoked(session, keys))

    def _board_context(
        self, request: HttpRequest, session: LearningSession, shown: StatusBoard
    ) -> dict[str, Any]:
        may_write = request.user.has_perm("cities.change_invitation")
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Who is missing"),
            "subtitle": str(session),
            "original": session,
            "session": session,
            "back": reverse("admin:sessions_app_learningsession_cockpit", args=[session.pk]),
            "board": shown,
            "letters": len(_awaiting(shown)) if may_write else 0,
            "verbs": list(_VERBS.values()) if may_write else [],
            "may_invite": request.user.has_perm("cities.add_invitation"),
        }


def _awaiting(shown: StatusBoard) -> list[int]:
    """Return the invitations that can be reminded now, on all pages of what is shown.

    Recent ones are left out: there was no time to answer.
    """
    lately = now() - QUIET
    waiting = Invitation.objects.awaiting_answer().not_reminded_since(lately)
    waiting = waiting.filter(contribution__in=shown.awaited).exclude(written_at__gte=lately)
    return list(waiting.values_list("pk", flat=True))


def _not_revoked(session: LearningSession, keys: list[int]) -> QuerySet[Invitation]:
    return (
        Invitation.objects.not_revoked()
        .filter(pk__in=keys, contribution__session=session)
        .select_related(
            "officer__user", "officer__city", "contribution__city", "contribution__session__series"
        )
    )


def _chosen(query: Mapping[str, str]) -> dict[str, str]:
    return {name: query[name] for name in _FILTERS if query.get(name)}
