"""An edition of a note as a reference."""

from django.conf import settings
from django.urls import reverse

from llex.core.citations.records import Citation
from llex.core.languages.phrases import join_items
from sessions_app.briefing import phrases
from sessions_app.briefing.document import Document, Stamp


def note_citation(document: Document, stamp: Stamp) -> Citation:
    """Return what a reference to an edition names, in the language of *document*."""
    event, series = document.event, document.series
    with phrases.activate_language(document):
        path = reverse("sessions_app:edition", args=[event.slug, stamp.number])
        conveners = tuple(str(convener.name) for convener in series.conveners)
        return Citation(
            key=f"{event.slug}-{stamp.number}-{document.language}",
            language=document.language,
            authors=conveners or (str(series.title),),
            title=str(event.title),
            genre=phrases.publication(),
            container=str(series.title),
            day=phrases.day(event),
            edition=phrases.edition(stamp),
            edition_number=stamp.number,
            published=stamp.published_at.date(),
            publisher=join_items(conveners),
            address=f"{settings.SITE_URL}{path}",
        )
