"""From a session's page: the QR codes of its published note as files."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from llex.core import qr_codes
from sessions_app.admin.session_urls import Views, session_urls
from sessions_app.cockpit.sharing import note_address
from sessions_app.models import LearningSession


class SharingMixin:
    """Add to the admin of sessions the files that are sent around once a note is published."""

    admin_site: Any

    def get_urls(self) -> list[Any]:
        views: Views = {"qr": ("qr/", require_safe(self.qr_code))}
        return [*session_urls(self.admin_site, views), *super().get_urls()]  # type: ignore[misc]

    def qr_code(self, request: HttpRequest, session_id: int) -> HttpResponse:
        """Send the QR code of the published note in a language as a file."""
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        session = get_object_or_404(LearningSession, pk=session_id)
        code = request.GET.get("language", "")
        edition: Any = session.editions.readable().first()
        if edition is None or not edition.documents.filter(language=code).exists():
            raise Http404
        drawn = qr_codes.file(note_address(session.slug, code))
        answer = HttpResponse(drawn, content_type="image/svg+xml")
        name = f"{session.slug}-{code}.svg"
        answer["Content-Disposition"] = content_disposition_header(True, name)
        return answer
