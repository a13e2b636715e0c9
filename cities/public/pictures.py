"""Photographs as elements of a page."""

from __future__ import annotations

from base64 import b64encode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from cities import photograph_files
from cities.models import Photograph
from cities.wording.published_row import PublishedPhotograph
from llex.core.languages.translation_marks import source_text
from llex.core.text import Phrase

_IMAGE = (
    '<img src="{}"{} alt="{}" lang="{}" width="{}" height="{}" loading="lazy" decoding="async">'
)
# As wide as the column of a phone, or one of two columns.
_SIZES = "(min-width: 46rem) 24rem, 100vw"


def picture(photograph: PublishedPhotograph, published: bool = False) -> SafeString:
    """Show a photograph: by its public addresses, or as part of the page before it has any."""
    seen = photograph.alternative
    digest, small, large = photograph.digest, photograph_files.SMALL, photograph_files.LARGE
    sources = ""
    if published:
        address = _address_of(digest, small)
        both = (address, small, _address_of(digest, large), photograph.width)
        sources = format_html(' srcset="{} {}w, {} {}w" sizes="{}"', *both, _SIZES)
    elif content := photograph_files.read(digest, small):
        address = f"data:image/jpeg;base64,{b64encode(content).decode()}"
    else:
        return format_html('<p lang="{}">{}</p>', seen.language, seen) if seen else SafeString("")
    text, language = (seen.text, seen.language) if seen else ("", "")
    size = photograph.width, photograph.height
    return format_html(_IMAGE, address, sources, text, language, *size)


def as_published(photograph: Photograph) -> PublishedPhotograph:
    """Return a photograph as it is shown to those who describe or review it."""
    text = source_text(photograph, "alternative", photograph.written_in)
    seen = Phrase(photograph.written_in, text) if text else None
    return PublishedPhotograph(photograph.digest, photograph.width, photograph.height, seen)


def _address_of(digest: str, size: int) -> str:
    return reverse("photograph", args=[digest, size])
