"""The code at the door of a session, to print or to show, and certificates for organisers."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from llex.core import qr_codes
from sessions_app.admin.session_urls import Views, session_urls
from sessions_app.attendance import certificates, door
from sessions_app.models import LearningSession, Participant, Registration
from sessions_app.permissions import notes_attendance


class AttendanceDoorMixin:
    """Add to the admin of sessions the page of the door code, and certificates."""

    admin_site: Any
    opts: Any

    def get_urls(self) -> list[Any]:
        views: Views = {
            "attendance_door": ("attendance/door/", self.attendance_door),
            "attendance_certificate": (
                "attendance/<int:participant_id>/certificate.pdf",
                require_safe(self.attendance_certificate),
            ),
        }
        return [*session_urls(self.admin_site, views), *super().get_urls()]  # type: ignore[misc]

    def attendance_door(self, request: HttpRequest, session_id: int) -> HttpResponse:
        """Show the code with its QR code; a pressed button makes a new one."""
        if not notes_attendance(request.user):
            raise PermissionDenied
        session = get_object_or_404(LearningSession.objects.select_related("series"), pk=session_id)
        if request.method == "POST":
            session.renew_door_code()
            messages.success(request, _("There is a new code; the former one is no longer taken."))
            return HttpResponseRedirect(request.path)
        address = door.door_url(session)
        opens, closes = door.door_hours(session)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": session,
            "session": session,
            "title": _("The code at the door"),
            "back": reverse("admin:sessions_app_learningsession_attendance", args=[session.pk]),
            "code": door.door_code(session),
            "qr": qr_codes.drawing(address),
            "shown_address": address.partition("?")[0],
            "opens": opens,
            "closes": closes,
        }
        return TemplateResponse(request, "admin/sessions_app/attendance_door.html", context)

    def attendance_certificate(
        self, request: HttpRequest, session_id: int, participant_id: int
    ) -> HttpResponse:
        """Send the certificate of a participant, in the language of their e-mails."""
        if not notes_attendance(request.user):
            raise PermissionDenied
        rows = certificates.certifiable(Participant.objects.filter(session=session_id))
        participant = get_object_or_404(rows, pk=participant_id)
        if not certificates.has_certificate(participant):
            raise Http404
        written = Registration.objects.filter(participant=participant).values_list("language")
        language = next((code for (code,) in written), participant.session.main_language)
        return certificates.certificate_file(participant, language)
