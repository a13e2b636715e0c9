"""The files of speakers: what readers may see, what is their own, and all of it for staff."""

import re
from typing import Final
from uuid import UUID

from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from llex.core.files.pictures import SIZES
from llex.core.files.storage_faults import file_unavailable
from sessions_app.models import SpeakerInvitation, SpeakerPicture, SpeakerSlides
from sessions_app.models.speaker_files import SPEAKER_PICTURES
from sessions_app.speakers.pieces import slides_of
from sessions_app.views.speakers import behind_speaker_link

# A picture that is taken back is gone everywhere after this time.
_PICTURE_CACHED: Final = "public, max-age=300"


@require_safe
def public_picture(request: HttpRequest, digest: str, size: int) -> FileResponse | HttpResponse:
    """Send a picture that readers may see now."""
    if size not in SIZES or not re.fullmatch(r"[0-9a-f]{64}", digest, re.ASCII):
        raise Http404
    published = SpeakerInvitation.objects.published()
    shown = SpeakerPicture.objects.filter(
        digest=digest,
        accepted_at__isnull=False,
        consented_at__isnull=False,
        invitation__in=published,
        invitation__participant__session__announced_at__lte=now(),
    )
    if not shown.exists():
        raise Http404
    try:
        content = storages["private"].open(SPEAKER_PICTURES.name(digest, size))
    except FileNotFoundError:
        raise Http404 from None
    except OSError as error:
        return file_unavailable(request, error)
    response = FileResponse(content, content_type="image/jpeg")
    response["Cache-Control"] = _PICTURE_CACHED
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@never_cache
def public_slides(request: HttpRequest, key: UUID) -> FileResponse | HttpResponse:
    """Send slides after their session, once they are accepted; to organisers at any time."""
    rows = SpeakerSlides.objects.select_related("invitation__participant__session")
    slides = get_object_or_404(rows, key=key)
    session = slides.invitation.session
    is_public = (
        slides.accepted_at is not None
        and slides.invitation.is_published
        and session.is_announced
        and session.ends_at <= now()
    )
    if not is_public and not request.user.has_perm("sessions_app.view_speakerslides"):
        raise Http404
    return _download(request, slides)


@behind_speaker_link("GET", "HEAD")
def speaker_slides_file(
    request: HttpRequest, invitation: SpeakerInvitation
) -> FileResponse | HttpResponse:
    """Send speakers their own slides."""
    slides = slides_of(invitation)
    if slides is None:
        raise Http404
    return _download(request, slides)


def _download(request: HttpRequest, slides: SpeakerSlides) -> FileResponse | HttpResponse:
    """Send slides as a file to be saved, never to be shown in place."""
    try:
        content = slides.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    except OSError as error:
        return file_unavailable(request, error)
    response = FileResponse(
        content, as_attachment=True, filename=slides.name, content_type=slides.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
