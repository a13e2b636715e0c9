"""The files made of the theme: stylesheet, icons, manifest, logo."""

import json
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from llex.core import languages
from llex.core.theme import icons

_YEAR: Final = 365 * 24 * 3600
# Under an address that changes with the theme.
_for_ever = cache_control(public=True, max_age=_YEAR, immutable=True)
_for_a_day = cache_control(public=True, max_age=24 * 3600)


@require_safe
@_for_ever
def stylesheet(request: HttpRequest, digest: str, *, small: bool = False) -> HttpResponse:
    """Return the rules in which the theme differs from the look of the program."""
    if digest != settings.THEME.digest:
        raise Http404
    theme = settings.THEME
    css = theme.small_stylesheet if small else theme.stylesheet
    return HttpResponse(css, content_type="text/css; charset=utf-8")


@require_safe
@_for_ever
def logo(request: HttpRequest, digest: str) -> HttpResponse:
    """Return the logo of the settings."""
    if digest != settings.THEME.digest or not settings.THEME.logo:
        raise Http404
    content = settings.THEME.logo.read_bytes()
    return HttpResponse(content, content_type=settings.THEME.logo_type)


@require_safe
@conditional_page
@_for_a_day
def favicon(request: HttpRequest) -> HttpResponse:
    """Return the icon that browsers ask for."""
    return HttpResponse(icons.favicon(), content_type="image/x-icon")


@require_safe
@conditional_page
@_for_a_day
def touch_icon(request: HttpRequest) -> HttpResponse:
    """Return the icon of a home screen."""
    return HttpResponse(icons.icon(icons.TOUCH_SIZE), content_type="image/png")


@require_safe
@conditional_page
@_for_a_day
def sized_icon(request: HttpRequest, size: int) -> HttpResponse:
    """Return an icon of one of the sizes that the manifest lists."""
    if size not in icons.ICON_SIZES:
        raise Http404
    return HttpResponse(icons.icon(size), content_type="image/png")


@require_safe
@conditional_page
@_for_a_day
def manifest(request: HttpRequest) -> HttpResponse:
    """Describe the site to browsers that add it to a home screen."""
    language = get_language() or languages.DEFAULT
    content = {
        "id": "/",
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_NAME,
        "lang": language,
        "dir": languages.direction(language),
        "start_url": "/",
        "scope": "/",
        "display": "browser",
        "background_color": str(settings.THEME.light.paper),
        "theme_color": str(settings.THEME.light.accent),
        "icons": [
            {
                "src": reverse("icon", args=[size]),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for size in icons.ICON_SIZES
            for purpose in ("any", "maskable")
        ],
    }
    return HttpResponse(json.dumps(content), content_type="application/manifest+json")
