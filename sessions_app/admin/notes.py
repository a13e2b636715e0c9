"""List the notes, session by session: published, planned, or still to be written."""

from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from llex.core.languages.numbers import number
from llex.core.time_zones.moments import short_moment
from sessions_app.admin.cockpit import cockpit_address
from sessions_app.admin.session_urls import Views, session_urls
from sessions_app.models import Edition, LearningSession

_PER_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A session, how its note fares, and where the note is read and its editions are listed."""

    session: LearningSession
    state: str
    style: str
    address: str
    public_address: str
    editions_address: str


class NotesMixin:
    """Add the list of notes to the admin of sessions."""

    admin_site: Any
    opts: Any

    def get_urls(self) -> list[Any]:
        views: Views = {"notes": ("notes/", require_safe(self.notes))}
        own = session_urls(self.admin_site, views, prefix="")
        return [*own, *super().get_urls()]  # type: ignore[misc]

    def notes(self, request: HttpRequest) -> HttpResponse:
        """List the notes, the latest session first."""
        if not request.user.has_perms(
            ("sessions_app.view_edition", "sessions_app.view_learningsession")
        ):
            raise PermissionDenied
        page = Paginator(_sessions(), _PER_PAGE).get_page(request.GET.get("page"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Notes"),
            "lines": [_line(session) for session in page.object_list],
            "page": page,
        }
        return TemplateResponse(request, "admin/sessions_app/notes.html", context)


def _sessions() -> Any:
    """Return the sessions with a note, and those that were held and are to have one."""
    latest = Edition.objects.filter(session=OuterRef("pk")).order_by("-number")
    return (
        LearningSession.objects.annotate(
            edition=Subquery(latest.values("number")[:1]),
            published_at=Subquery(latest.values("published_at")[:1]),
            withdrawn_at=Subquery(latest.values("withdrawn_at")[:1]),
        )
        .filter(
            Q(starts_at__lte=now())
            | Q(edition__isnull=False)
            | Q(scheduled_publication__isnull=False)
        )
        .select_related("scheduled_publication", "series")
        .order_by("-starts_at", "-pk")
    )


def _line(session: Any) -> NoteLine:
    state, style = _state(session)
    has_note = session.edition is not None
    editions = reverse("admin:sessions_app_edition_changelist")
    return NoteLine(
        session=session,
        state=state,
        style=style,
        address=cockpit_address(session.pk),
        public_address=reverse("sessions_app:briefing", args=[session.slug]) if has_note else "",
        editions_address=f"{editions}?session__id__exact={session.pk}" if has_note else "",
    )


def _state(session: Any) -> tuple[str, str]:
    planned = getattr(session, "scheduled_publication", None)
    zone = session.time_zone
    if planned is not None and planned.failed_at:
        return _("Not published at the set hour: see the check"), "stops"
    if planned is not None:
        text = _("To be published on %(moment)s")
        return text % {"moment": short_moment(planned.publish_at, zone)}, "waits"
    if session.withdrawn_at is not None:
        text = _("Edition %(number)s, withdrawn on %(moment)s")
        moment = short_moment(session.withdrawn_at, zone)
        return text % {"number": number(session.edition), "moment": moment}, "stops"
    if session.edition is not None:
        text = _("Edition %(number)s, published on %(moment)s")
        moment = short_moment(session.published_at, zone)
        return text % {"number": number(session.edition), "moment": moment}, "done"
    return _("Not published yet"), "waits"
