"""The first page of the admin: what is next, and what waits for us."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from cities.admin.review import reviews
from cities.models import Contribution, OpenCallApplication
from llex.core.mail.models import UNDELIVERED, Mail
from llex.core.privacy import notice
from sessions_app.admin.cockpit import cockpit_address
from sessions_app.models import LearningSession
from sessions_app.translation_desk.access import assigned_sessions

_LINES = 10


@dataclass(frozen=True)
class OverviewLine:
    """A line of a card."""

    text: str
    address: str = ""
    remark: str = ""


_UNDELIVERED = urlencode({"state__in": ",".join(UNDELIVERED)})


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Add the next session and what needs attention; a constant number of queries."""
    user = request.user
    context["next_session"] = context["without_note"] = context["to_review"] = None
    if user.has_perm("sessions_app.view_learningsession"):
        context["next_session"] = (
            LearningSession.objects.upcoming().select_related("series").first()
        )
        context["without_note"] = _without_note()
        context["sessions_address"] = reverse("admin:sessions_app_learningsession_changelist")
    if user.has_perm("cities.view_contribution"):
        context["to_review"] = _to_review("review" if reviews(user) else "change")
        context["contributions_address"] = (
            reverse("admin:cities_contribution_changelist") + "?state__exact=submitted"
        )
    if user.has_perm("cities.view_opencallapplication"):
        context["calls"] = _calls()
        context["calls_address"] = (
            reverse("admin:cities_opencallapplication_changelist") + "?state__exact=waiting"
        )
    context["desks"] = _desks(user)
    if user.has_perm("llex.view_mail"):
        context["mails"] = _mails()
        context["mails_address"] = reverse("admin:llex_mail_changelist") + "?" + _UNDELIVERED
    if user.has_perm("llex.add_privacynotice"):
        context["privacy_to_complete"] = notice.current().is_to_complete
    return context


def _desks(user: Any) -> list[OverviewLine]:
    """Return the sessions whose texts the user was asked to translate."""
    if not user.has_perm("sessions_app.view_translationassignment"):
        return []
    return [
        OverviewLine(
            str(session),
            reverse("admin:sessions_app_learningsession_translations", args=[session.pk]),
        )
        for session in assigned_sessions(user)[:_LINES]
    ]


def _mails() -> list[OverviewLine]:
    rows = Mail.objects.undelivered().defer("text", "html").select_related("session")
    return [
        OverviewLine(row.recipient, _change("llex_mail", row.pk), row.get_state_display())
        for row in rows.order_by("-created_at", "-pk")[:_LINES]
    ]


def _without_note() -> list[OverviewLine]:
    sessions = LearningSession.objects.past().filter(editions__isnull=True)[:_LINES]
    return [OverviewLine(str(session), cockpit_address(session.pk)) for session in sessions]


def _to_review(page: str) -> list[OverviewLine]:
    waiting = Contribution.objects.awaiting_review().select_related("city", "session")
    return [
        OverviewLine(
            str(row.city),
            reverse(f"admin:cities_contribution_{page}", args=[row.pk]),
            str(row.session),
        )
        for row in waiting.order_by("submitted_at", "pk")[:_LINES]
    ]


def _calls() -> list[OverviewLine]:
    waiting = OpenCallApplication.objects.filter(
        state=OpenCallApplication.State.WAITING
    ).select_related("session")
    return [
        OverviewLine(str(row), _change("cities_opencallapplication", row.pk), str(row.session))
        for row in waiting.order_by("sent_at", "pk")[:_LINES]
    ]


def _change(name: str, key: int) -> str:
    return reverse(f"admin:{name}_change", args=[key])
