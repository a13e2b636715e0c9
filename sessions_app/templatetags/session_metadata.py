"""Sessions and notes as search engines read them, and as other sites show them."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from llex.core import languages
from llex.core.embedding.kinds import Embed
from llex.core.languages.translation_marks import first_text
from llex.core.linked_data import schema_org
from llex.core.open_data.files import FORMATS
from llex.core.templatetags.linked_data import json_ld
from llex.core.templatetags.page_head import share_image
from sessions_app.briefing import phrases
from sessions_app.briefing.document import Document, Stamp
from sessions_app.briefing.render import Format
from sessions_app.models import EditionDocument, LearningSession, Organisation
from sessions_app.open_data.catalogue import TABLES, DataState
from sessions_app.public import embeds
from sessions_app.public.share_pictures import note_picture, session_picture
from sessions_app.public.summaries import announcement, session_summary
from sessions_app.templatetags.note import summary

register = template.Library()

_SHORT = 300
# What search engines show of a description.
_DESCRIPTION = 160


@register.filter
def in_one_line(session: LearningSession) -> str:
    """Return when a session is and what was announced, as the description of its page."""
    return Truncator(session_summary(session)).chars(_DESCRIPTION)


@register.simple_tag
def session_data(session: LearningSession) -> SafeString:
    """Print a session, with its conveners, and the way to its page."""
    order = languages.fallbacks(get_language() or languages.DEFAULT, session.main_language)
    title = (first_text(session, "title", order) or ("", session.slug))[1]
    address = session.get_absolute_url()
    found = schema_org.event(
        name=title,
        address=address,
        starts_at=session.starts_at,
        duration=timedelta(minutes=session.duration),
        languages_spoken=session.spoken_languages,
        is_cancelled=session.is_cancelled,
        description=announcement(session, _SHORT),
        organizer=[_organization(one, order) for one in session.series.conveners.all()],
    )
    return json_ld(
        found,
        schema_org.way((_("Sessions"), reverse("sessions_app:session_list")), (title, address)),
    )


@register.simple_tag
def note_data(
    document: Document, stamp: Stamp, formats: Iterable[Format], session_slug: str
) -> SafeString:
    """Print a note, with the files that were published with it, and the way to its page."""
    session = reverse("sessions_app:session_detail", args=[session_slug])
    address = reverse("sessions_app:briefing", args=[session_slug])
    if stamp.superseded_by:
        address = reverse("sessions_app:edition", args=[session_slug, stamp.number])
    title = document.event.title.text
    files = [
        schema_org.download(
            reverse("sessions_app:edition_file", args=[session_slug, stamp.number, one.name]),
            one.media_type,
            document.language,
        )
        for one in formats
        if not one.on_request
    ]
    found = schema_org.report(
        name=title,
        address=address,
        language=document.language,
        published_at=stamp.published_at,
        version=str(stamp.number),
        description=summary(document),
        about={"@type": "Event", "name": title, "url": schema_org.absolute(session)},
        author=[
            schema_org.named_organization(one.name.text, one.website)
            for one in document.series.conveners
        ],
        encoding=files,
        keywords=_keywords(document),
    )
    return json_ld(
        found,
        schema_org.way(
            (_("Sessions"), reverse("sessions_app:session_list")),
            (title, session),
            (phrases.publication(), address),
        ),
    )


@register.simple_tag
def open_data(found: DataState) -> SafeString:
    """Print what is published as one set of data, with its files, and the way to its page."""
    address = reverse("sessions_app:data")
    files = {("datapackage", "zip"): "application/zip"}
    for name, forms in [("all", ("xlsx", "json")), *((name, FORMATS) for name in TABLES)]:
        files |= {(name, form): FORMATS[form].media_type for form in forms}
    dataset = schema_org.dataset(
        name=_("Open data"),
        description=_(
            "Everything that is published here as CSV, Excel, JSON, a data package and an API, free"
            " to use with the source named."
        ),
        address=address,
        downloads={reverse("data_file", args=file): kind for file, kind in files.items()},
        inLanguage=list(languages.CODES),
        dateModified=found.changed_at.isoformat() if found.changed_at else "",
        keywords=[str(table.title) for table in TABLES.values()],
    )
    return json_ld(dataset, schema_org.way((_("Open data"), address)))


@register.simple_tag
def session_share_image(session: LearningSession) -> SafeString:
    """Name the picture of a session."""
    return share_image(session_picture(session), "sessions", session.slug)


@register.simple_tag
def note_picture_address(document: EditionDocument, session_slug: str) -> str:
    """Return the address of a published note's small picture, which changes with the note."""
    arguments = [document.language, "notes", session_slug, document.checksum[:12]]
    return reverse("small_share_picture", args=arguments)


@register.simple_tag
def note_share_image(document: Document, session_slug: str) -> SafeString:
    """Name the picture of a note, of the language that it is in."""
    with override(document.language):
        return share_image(note_picture(document), "notes", session_slug)


@register.simple_tag
def note_embeds(document: Document, session_slug: str) -> list[Embed]:
    """Return what other sites can show of a note: its table of cities, and its results."""
    return embeds.of_note(session_slug, document)


def _keywords(document: Document) -> list[str]:
    """Return the names of the cities of a note."""
    return [row.city.name.text for row in document.rows]


def _organization(one: Organisation, order: tuple[str, ...]) -> dict[str, Any]:
    name = first_text(one, "name", order)
    return schema_org.named_organization(name[1] if name else str(one), one.website)
