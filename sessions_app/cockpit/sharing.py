"""Addresses, texts and a QR code to send around once a note is published."""

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from llex.core import languages, qr_codes
from llex.core.languages.numbers import number
from llex.core.languages.phrases import join_with_and
from sessions_app.briefing import phrases
from sessions_app.briefing.document import Document
from sessions_app.briefing.editions import read
from sessions_app.briefing.render import FORMATS
from sessions_app.briefing.short_version import short_version
from sessions_app.models import Edition

# The shortest limit of the usual networks, counted with the whole address.
LONGEST_POST: Final = 280
_MOST_NAMED: Final = 12


@dataclass(frozen=True, slots=True)
class SharedNote:
    """A published note in one language: its *address*, *files* by label, and texts to send.

    *newsletter* and *post* are plain text in that language.
    """

    code: str
    name: str
    direction: str
    address: str
    files: dict[str, str]
    newsletter: str
    post: str

    @property
    def drawing(self) -> SafeString:
        """Return the QR code of the address."""
        return qr_codes.drawing(self.address)


def shared_notes(edition: Edition) -> list[SharedNote]:
    """Return what there is to send of an edition, by language. Everything in it is published."""
    slug = edition.session.slug
    order = {code: place for place, code in enumerate(edition.session.languages)}
    documents = sorted(
        (read(row) for row in edition.documents.all()),
        key=lambda document: order.get(document.language, len(order)),
    )
    return [_shared(document, slug) for document in documents]


def note_address(slug: str, language: str) -> str:
    """Return the public address of the current edition of a note in *language*."""
    with override(language):
        return settings.SITE_URL + reverse("sessions_app:briefing", args=[slug])


def _shared(document: Document, slug: str) -> SharedNote:
    code = document.language
    address = note_address(slug, code)
    with phrases.activate_language(document):
        return SharedNote(
            code=code,
            name=languages.name_of(code),
            direction=languages.direction(code),
            address=address,
            files={
                str(made.label): settings.SITE_URL
                + reverse("sessions_app:briefing_file", args=[slug, name])
                for name, made in FORMATS.items()
                if name != "html"
            },
            newsletter=_newsletter(document, address),
            post=_post(document, address),
        )


def _newsletter(document: Document, address: str) -> str:
    """Return the short version as text: a heading, the findings, cities, figures, the address."""
    event, series = document.event, document.series
    head = [str(event.title), " · ".join((str(series.title), phrases.day(event)))]
    figures = " · ".join(f"{count} {what}" for count, what in phrases.figures(document))
    read_it = _("Read the note: %(address)s") % {"address": address}
    findings = "\n".join(
        f"{number(place)}. {finding}"
        for place, finding in enumerate(short_version(document).findings, start=1)
        if document.summary
    )
    parts = ["\n".join(head), findings, _cities(document), figures, read_it]
    return "\n\n".join(part for part in parts if part)


def _cities(document: Document) -> str:
    """Name the cities; beyond a dozen say how many more there are."""
    names = [str(row.city.name) for row in document.rows]
    if not names:
        return ""
    more = len(names) - _MOST_NAMED
    if more > 0:
        text = ngettext("%(count)s more city", "%(count)s more cities", more)
        names = [*names[:_MOST_NAMED], text % {"count": number(more)}]
    return _("What cities say they are doing: %(cities)s.") % {"cities": join_with_and(names)}


def _post(document: Document, address: str) -> str:
    """Return a text for social media that is no longer than they take."""
    count = len(document.rows)
    text = ngettext("What %(count)s city is doing.", "What %(count)s cities are doing.", count)
    said = text % {"count": number(count)} if count else ""
    tag = f"#{document.series.hashtag}" if document.series.hashtag else ""
    end = "\n".join(part for part in (said, " ".join(filter(None, (address, tag)))) if part)
    title = _shortened(str(document.event.title), LONGEST_POST - len(end) - 1)
    return "\n".join(part for part in (title, end) if part)


def _shortened(text: str, length: int) -> str:
    """Return *text*, or as many of its words as *length* characters hold with an ellipsis."""
    if len(text) <= length:
        return text
    kept = text[: max(length - 1, 0)].rpartition(" ")[0] or text[: max(length - 1, 0)]
    return f"{kept.rstrip(' ,;:–-')}…" if kept else ""
