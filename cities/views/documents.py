"""Documents of a contribution: attached by the page's script, and read by who may."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cities.contributions import attachments
from cities.invitations.access import access
from cities.models import Attachment
from llex.core.files.storage_faults import file_unavailable


@require_POST
@never_cache
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep one document and tell the script how it is called now."""
    found = access(request, pk)
    file = request.FILES.get("documents")
    if file is None:
        return JsonResponse({"error": _("Choose a file first.")}, status=400)
    try:
        attachment = attachments.attach(found.contribution, file, by=found.user)
    except ValidationError as error:
        status = 503 if getattr(error, "code", "") == attachments.NOT_KEPT else 422
        return JsonResponse({"error": " ".join(error.messages)}, status=status)
    return JsonResponse(
        {
            "key": str(attachment.key),
            "name": attachment.name,
            "size": filesizeformat(attachment.size),
        },
        status=201,
    )


@require_safe
@never_cache
def download(request: HttpRequest, pk: int, key: UUID) -> FileResponse | HttpResponse:
    """Hand a document to an officer of the city or to an organiser, never to be shown in place."""
    if not request.user.has_perm("cities.view_attachment"):
        access(request, pk)
    attachment = get_object_or_404(Attachment, contribution=pk, key=key)
    try:
        content = attachment.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    except OSError as error:
        return file_unavailable(request, error)
    response = FileResponse(
        content,
        as_attachment=True,
        filename=attachment.name,
        content_type=attachment.media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
