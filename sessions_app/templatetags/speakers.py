"""Speakers and their pictures on a page."""

from base64 import b64encode
from collections.abc import Mapping

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from llex.core import languages
from llex.core.files.pictures import LARGE, SMALL
from llex.core.languages.translation_marks import first_text
from sessions_app.models import LearningSession, SpeakerPicture
from sessions_app.models.speakers import SPEAKER_PICTURES
from sessions_app.public.speakers import PublishedSpeaker

register = template.Library()

_IMAGE = (
    '<img src="{}"{} alt="{}" lang="{}" dir="{}" width="{}" height="{}" loading="lazy"'
    ' decoding="async">'
)
_SIZES = "(min-width: 40rem) 11rem, 7rem"


@register.filter
def of_session(
    speakers: Mapping[int, list[PublishedSpeaker]], session: LearningSession
) -> list[PublishedSpeaker]:
    """Return those of *speakers* who are in a session."""
    return speakers.get(session.pk, [])


@register.simple_tag
def public_picture(picture: SpeakerPicture) -> SafeString:
    """Show a picture that readers may see, by its addresses."""
    small, large = _address(picture, SMALL), _address(picture, LARGE)
    sources = format_html(
        ' srcset="{} {}w, {} {}w" sizes="{}"', small, SMALL, large, picture.width, _SIZES
    )
    return _image(picture, small, sources)


@register.simple_tag
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
