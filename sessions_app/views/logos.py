"""The files of logos, for readers."""

import re
from io import BytesIO

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from llex.core.files.pictures import SIZES
from llex.core.files.storage_faults import file_unavailable
from sessions_app.models import Organisation
from sessions_app.models.series import LOGOS


@require_safe
def logo_file(request: HttpRequest, digest: str, size: int) -> FileResponse | HttpResponse:
    """Send a logo of an organisation, or one that an edition printed; it never changes."""
    if size not in SIZES or not re.fullmatch(r"[0-9a-f]{64}", digest, re.ASCII):
        raise Http404
    is_shown = Organisation.objects.filter(logo=digest).exists()
    try:
        content = LOGOS.read(digest, size) if is_shown else LOGOS.read_published(digest, size)
    except OSError as error:
        return file_unavailable(request, error)
    if content is None:
        raise Http404
    response = FileResponse(BytesIO(content), content_type=LOGOS.media_type)
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    return response
