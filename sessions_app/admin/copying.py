"""From a session's page: make the next session of it, or fill an empty one from the last."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sessions_app.admin.session_urls import Views, session_urls
from sessions_app.models import LearningSession
from sessions_app.permissions import plans_sessions
from sessions_app.planning.session_copy import copy_session, fill_session, last_with_cities


class CopyingMixin:
    """Add to the admin of sessions what takes one session over into another."""

    admin_site: Any

    def get_urls(self) -> list[Any]:
        views: Views = {
            "copy": ("copy/", require_POST(self.copy)),
            "fill": ("fill/", require_POST(self.fill)),
        }
        return [*session_urls(self.admin_site, views), *super().get_urls()]  # type: ignore[misc]

    def copy(self, request: HttpRequest, session_id: int) -> HttpResponse:
        """Make the next session of the series from this one, and open its details."""
        session = _planned(request, session_id)
        made = copy_session(session)
        text = _("“%(session)s” is copied: check title, date and number. No e-mail was sent.")
        messages.success(request, text % {"session": session})
        return HttpResponseRedirect(
            reverse("admin:sessions_app_learningsession_change", args=[made.pk])
        )

    def fill(self, request: HttpRequest, session_id: int) -> HttpResponse:
        """Take over into an empty session what repeats of the last one of its series."""
        session = _planned(request, session_id)
        source = last_with_cities(session)
        if source is None:
            messages.warning(request, _("The series has no other session with cities."))
        elif fill_session(session, source):
            text = _(
                "Cities, partners and consultations of “%(session)s” are here. No e-mail was sent."
            )
            messages.success(request, text % {"session": source})
        else:
            messages.warning(request, _("The session is no longer empty. Nothing was changed."))
        return HttpResponseRedirect(
            reverse("admin:sessions_app_learningsession_cockpit", args=[session.pk])
        )


def _planned(request: HttpRequest, session_id: int) -> LearningSession:
    if not plans_sessions(request.user):
        raise PermissionDenied
    return get_object_or_404(LearningSession.objects.select_related("series"), pk=session_id)
