"""The charts of a note to take away: pictures and their data."""

from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from llex.core import languages
from llex.core.charts.files import PICTURE_FORMATS
from llex.core.db.former_slugs import redirects_former_slugs
from llex.core.http.finished_pages import finished
from sessions_app.briefing import edition_cache
from sessions_app.briefing.charts.result_data import result_csv
from sessions_app.briefing.charts.result_pictures import (
    language_picture,
    region_picture,
    result_picture,
    source_text,
)
from sessions_app.briefing.document import from_data
from sessions_app.models import LearningSession

_PICTURES: Final = {
    "results": result_picture,
    "groups": language_picture,
    "regions": region_picture,
}


@redirects_former_slugs(LearningSession.slug_now)
@require_safe
@finished()
def note_chart(
    request: HttpRequest, slug: str, code: str, name: str, extension: str
) -> HttpResponse:
    """Send a chart of the current edition as a picture, or the figures of its consultation."""
    language = get_language() or languages.DEFAULT
    row = edition_cache.edition_document(slug, edition_cache.current(slug).number, language)
    document = from_data(row.content)
    result = next((one for one in document.consultations if one.code == code), None)
    if result is None or not result.has_results:
        raise Http404
    if (name, extension) == ("results", "csv"):
        return HttpResponse(result_csv(result), content_type="text/csv; charset=utf-8")
    draw, made = _PICTURES.get(name), PICTURE_FORMATS.get(extension)
    if draw is None or made is None:
        raise Http404
    address = f"{settings.SITE_URL}{reverse('sessions_app:briefing', args=[slug])}"
    picture = draw(result, source_text(document.event, address))
    if picture is None:
        raise Http404
    return HttpResponse(made.write(picture), content_type=made.media_type)
