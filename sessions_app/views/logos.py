"""The files of logos and cover pictures, for readers."""

import re
from io import BytesIO

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from llex.core.files.pictures import SIZES, PictureFiles
from llex.core.files.storage_faults import file_unavailable
from sessions_app.models import Organisation, Series
from sessions_app.models.series import LOGOS
from sessions_app.models.series_look import COVERS


@require_safe
def logo_file(request: HttpRequest, digest: str, size: int) -> FileResponse | HttpResponse:
    """Send a logo of an organisation, or one that an edition printed; it never changes."""
    is_shown = Organisation.objects.filter(logo=digest).exists()
    return _send(request, LOGOS, digest, size, is_shown=is_shown)


@require_safe
def cover_file(request: HttpRequest, digest: str, size: int) -> FileResponse | HttpResponse:
    """Send a cover picture of a series, or one that an edition printed; it never changes."""
    is_shown = Series.objects.filter(cover=digest).exists()
    return _send(request, COVERS, digest, size, is_shown=is_shown)


def _send(
    request: HttpRequest, files: PictureFiles, digest: str, size: int, *, is_shown: bool
) -> FileResponse | HttpResponse:
    if size not in SIZES or not re.fullmatch(r"[0-9a-f]{64}", digest, re.ASCII):
        raise Http404
    try:
        content = files.read(digest, size) if is_shown else files.read_published(digest, size)
    except OSError as error:
        return file_unavailable(request, error)
    if content is None:
        raise Http404
    response = FileResponse(BytesIO(content), content_type=files.media_type)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    return response
