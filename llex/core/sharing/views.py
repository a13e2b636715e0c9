"""The addresses of the pictures."""

from dataclasses import replace
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import override
from django.views.decorators.http import conditional_page, require_safe

from llex.core import languages
from llex.core.sharing.pictures import WIDTH, kept_picture
from llex.core.sharing.registry import SITE, find_picture, site_picture

_HOUR: Final = 3600
_YEAR: Final = 365 * 24 * _HOUR


@require_safe
@conditional_page
def share_picture(
    request: HttpRequest, language: str, kind: str, key: str, digest: str, width: int = WIDTH
) -> HttpResponse:
    """Return the picture of a page as it is now; *digest* only tells caches whether it changed."""
    if language not in languages.CODES:
        raise Http404
    with override(language):
        picture = site_picture(language) if kind == SITE else find_picture(kind, key)
    if picture is None:
        raise Http404
    drawn = kept_picture(replace(picture, width=width))
    response = HttpResponse(drawn, content_type="image/png")
    is_current = digest == picture.digest
    patch_cache_control(response, public=True, max_age=_YEAR if is_current else _HOUR)
    return response
