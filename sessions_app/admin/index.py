"""The first page of the admin, Today: what waits for whom, the dates to come, the last changes."""

from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils import formats
from django.utils.timezone import localtime

from cities.admin.review import reviews
from cities.models import OpenCallApplication
from llex.core import languages
from llex.core.languages.phrases import join_items
from llex.core.mail.models import UNDELIVERED, Mail, MailState
from llex.core.privacy import notice
from llex.core.privacy.models import DataRequest
from llex.core.time_zones.own import own_zone
from sessions_app.models import LearningSession, NoteApproval, Series
from sessions_app.permissions import imports_notes, plans_sessions, publishes
from sessions_app.today.changes import last_changes
from sessions_app.today.coming_dates import coming_dates
from sessions_app.today.session_rows import load_sessions
from sessions_app.today.work import SessionWork, session_work
from sessions_app.translation_desk.access import assigned_sessions, edits_translations

_LINES: Final = 5
_UNDELIVERED: Final = urlencode({"state__in": ",".join(UNDELIVERED)})
_PENDING: Final = (MailState.WAITING, MailState.SENDING)
_WAITING: Final = urlencode({"state__in": ",".join(_PENDING)})
# Where a step leads, and who may take it there; anyone who sees the session for other pages.
_MAY: Final[dict[str, Any]] = {
    "sessions_app_learningsession_announce": plans_sessions,
    "sessions_app_learningsession_invite_cities": lambda user: user.has_perm(
        "cities.add_invitation"
    ),
    "sessions_app_learningsession_board": lambda user: user.has_perm("cities.view_invitation"),
    "sessions_app_learningsession_publish": publishes,
    "sessions_app_learningsession_translations": edits_translations,
    "cities_contribution_review": reviews,
}


@dataclass(frozen=True, slots=True)
class TodayLine:
    """A line of a list beside the sessions."""

    text: str
    address: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Beginning:
    """The ways to begin a session. *latest* is the one to copy; *note* is where a file is read."""

    has_series: bool
    latest: LearningSession | None
    note: str


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Add what the page shows; a constant number of queries."""
    user: Any = request.user
    zone = own_zone(request)
    context["today"] = formats.date_format(localtime(), "DATE_FORMAT")
    context["desks"] = _desks(user)
    context["approvals"] = _approvals(user)
    if user.has_perm("sessions_app.view_learningsession"):
        context |= _sessions(user, zone)
    if user.has_perm("cities.view_opencallapplication"):
        context["requests"] = _requests()
    if user.has_perm("llex.view_mail"):
        context |= _mails()
    if user.has_perm("auditlog.view_logentry"):
        context["changes"] = last_changes(zone)
        context["changes_address"] = reverse("admin:auditlog_logentry_changelist")
    if user.has_perm("llex.add_privacynotice"):
        context["privacy_to_complete"] = notice.current().is_to_complete
    if user.has_perm("llex.change_datarequest"):
        context["erasing_asked"] = DataRequest.objects.filter(state=DataRequest.State.ASKED).count()
    return context


def _sessions(user: Any, zone: str) -> dict[str, Any]:
    loaded, has_more = load_sessions()
    work = [_allowed(session_work(one, zone), user) for one in loaded]
    found = {
        "work": work,
        "has_more": has_more,
        "dates": coming_dates([one.session for one in loaded], zone),
        "sessions_address": reverse("admin:sessions_app_learningsession_changelist"),
    }
    if plans_sessions(user) and not any(one.is_to_come for one in work):
        found["beginning"] = Beginning(
            has_series=bool(loaded) or Series.objects.exists(),
            latest=LearningSession.objects.order_by("-starts_at", "-pk").first(),
            note=_note_import(user),
        )
    return found


def _allowed(work: SessionWork, user: Any) -> SessionWork:
    """Return *work* without the steps that *user* may not take."""
    return replace(work, steps=[step for step in work.steps if _may(user, step.address)])


def _may(user: Any, address: str) -> bool:
    path, _hash, place = address.partition("#")
    if place == "cities":
        return bool(user.has_perm("cities.change_contribution"))
    allowed = _MAY.get(resolve(path.partition("?")[0]).url_name or "")
    return allowed is None or bool(allowed(user))


def _note_import(user: Any) -> str:
    """Return where a note is read from a file; nothing for users who may not."""
    if not imports_notes(user):
        return ""
    return reverse("admin:sessions_app_learningsession_import_note")


def _desks(user: Any) -> list[TodayLine]:
    """Return the sessions whose texts the user was asked to translate."""
    if not user.has_perm("sessions_app.view_translationassignment"):
        return []
    return [
        TodayLine(
            str(session),
            reverse("admin:sessions_app_learningsession_translations", args=[session.pk]),
        )
        for session in assigned_sessions(user)
    ]


def _approvals(user: Any) -> list[TodayLine]:
    """Return the notes that the user was asked to approve, with the languages."""
    if not (settings.FOUR_EYES and publishes(user)):
        return []
    waiting: dict[LearningSession, list[str]] = {}
    rows = NoteApproval.objects.waiting_for(user).select_related("session")
    for row in rows.order_by("asked_at", "pk"):
        waiting.setdefault(row.session, []).append(languages.name_of(row.language))
    return [
        TodayLine(
            str(session),
            reverse("admin:sessions_app_learningsession_note_approval", args=[session.pk]),
            join_items(names),
        )
        for session, names in waiting.items()
    ]


def _requests() -> list[TodayLine]:
    waiting = OpenCallApplication.objects.filter(
        state=OpenCallApplication.State.WAITING
    ).select_related("session")
    return [
        TodayLine(str(row), _change("cities_opencallapplication", row.pk), str(row.session))
        for row in waiting.order_by("sent_at", "pk")[:_LINES]
    ]


def _mails() -> dict[str, Any]:
    """Return the e-mails that failed, and how many failed or wait."""
    rows = Mail.objects.undelivered().defer("text", "html", "attachment").select_related("session")
    counts = Mail.objects.aggregate(
        failed=Count("pk", filter=Q(state__in=UNDELIVERED)),
        waiting=Count("pk", filter=Q(state__in=_PENDING)),
    )
    address = reverse("admin:llex_mail_changelist")
    return {
        "mails": [
            TodayLine(row.recipient, _change("llex_mail", row.pk), row.get_state_display())
            for row in rows.order_by("-created_at", "-pk")[:_LINES]
        ],
        "mail_counts": counts,
        "failed_address": f"{address}?{_UNDELIVERED}",
        "waiting_address": f"{address}?{_WAITING}",
    }


def _change(name: str, key: int) -> str:
    return reverse(f"admin:{name}_change", args=[key])
