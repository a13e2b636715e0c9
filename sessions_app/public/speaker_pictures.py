"""Pictures of speakers as elements of a page."""

from base64 import b64encode
from typing import Final

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from llex.core import languages
from llex.core.files.pictures import LARGE, SMALL
from llex.core.languages.translation_marks import first_text
from sessions_app.models import SpeakerPicture
from sessions_app.models.speaker_files import SPEAKER_PICTURES

_IMAGE: Final = (
    '<img src="{}"{} alt="{}" lang="{}" dir="{}" width="{}" height="{}" loading="lazy"'
    ' decoding="async">'
)
_SIZES: Final = "(min-width: 40rem) 11rem, 7rem"


def public_picture(picture: SpeakerPicture) -> SafeString:
    """Show a picture that readers may see, by its addresses."""
    small, large = _address(picture, SMALL), _address(picture, LARGE)
    sources = format_html(
        ' srcset="{} {}w, {} {}w" sizes="{}"', small, SMALL, large, picture.width, _SIZES
    )
    return _image(picture, small, sources)


def own_picture(picture: SpeakerPicture) -> SafeString:
    """Show a picture as part of the page, to its speaker and to organisers."""
    content = SPEAKER_PICTURES.read(picture.digest, SMALL)
    if content is None:
        return SafeString("")
    return _image(picture, f"data:image/jpeg;base64,{b64encode(content).decode()}")


def _image(picture: SpeakerPicture, address: str, sources: str = "") -> SafeString:
    own = get_language() or languages.DEFAULT
    order = languages.fallbacks(own, first=picture.written_in)
    code, text = first_text(picture, "alternative", (own, *order)) or (own, "")
    return format_html(
        _IMAGE,
        address,
        sources,
        text,
        code,
        languages.direction(code),
        picture.width,
        picture.height,
    )


def _address(picture: SpeakerPicture, size: int) -> str:
    return reverse("speaker_picture_file", args=[picture.digest, size])
