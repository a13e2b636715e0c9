"""Speakers and their pictures on a page."""

from collections.abc import Mapping

from django import template

from sessions_app.models import LearningSession
from sessions_app.public.published_speakers import PublishedSpeaker
from sessions_app.public.speaker_pictures import own_picture, public_picture

register = template.Library()
register.simple_tag(own_picture)
register.simple_tag(public_picture)


@register.filter
def of_session(
    speakers: Mapping[int, list[PublishedSpeaker]], session: LearningSession
) -> list[PublishedSpeaker]:
    """Return those of *speakers* who are in a session."""
    return speakers.get(session.pk, [])
