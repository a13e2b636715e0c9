"""Logos and cover pictures on pages."""

from base64 import b64encode
from typing import Final

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from llex.core import languages
from llex.core.files.pictures import SMALL
from llex.core.languages.translation_marks import first_text
from llex.core.text import Phrase
from sessions_app.briefing.document import Logo
from sessions_app.briefing.logos import shown_size
from sessions_app.models import Organisation
from sessions_app.models.series import LOGOS

_IMAGE: Final = (
    '<img class="logo" src="{}" alt="{}" lang="{}" dir="{}" width="{}" height="{}"'
    ' decoding="async">'
)
# The usual height in pixels of a style sheet.
_HEIGHT: Final = 44


def logo_address(digest: str) -> str:
    """Return the address of a logo for pages."""
    return reverse("logo_file", args=[digest, SMALL])


def cover_address(digest: str) -> str:
    """Return the address of a cover picture for pages."""
    return reverse("cover_file", args=[digest, SMALL])


def logo_image(logo: Logo, published: bool = False) -> SafeString:
    """Show a logo of a note: by its public address, or as part of the page before it has one."""
    text = logo.alternative
    if published:
        address = logo_address(logo.digest)
    elif content := LOGOS.read(logo.digest, SMALL):
        address = f"data:{LOGOS.media_type};base64,{b64encode(content).decode()}"
    else:
        return format_html('<span lang="{}">{}</span>', text.language, text)
    width, height = shown_size(logo.width, logo.height, _HEIGHT)
    direction = languages.direction(text.language)
    size = round(width), round(height)
    return format_html(_IMAGE, address, text, text.language, direction, *size)


def organisation_logo(organisation: Organisation, first: str = "") -> SafeString:
    """Show the logo of an organisation by its address; *first* is the language preferred next."""
    own = get_language() or languages.DEFAULT
    order = (own, *languages.fallbacks(own, first=first or languages.DEFAULT))
    code, text = (
        first_text(organisation, "logo_alternative", order)
        or first_text(organisation, "name", order)
        or (own, "")
    )
    size = organisation.logo_width, organisation.logo_height
    return logo_image(Logo(organisation.logo, *size, Phrase(code, text)), published=True)
