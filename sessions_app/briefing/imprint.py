"""The imprint of an edition: who made it and for whom, its numbers, address and licence."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from llex.core.languages.phrases import join_items
from sessions_app.briefing import phrases
from sessions_app.briefing.citations import note_citation
from sessions_app.briefing.document import Document, Stamp


@dataclass(frozen=True, slots=True)
class ImprintLine:
    """A line of the imprint: *items* behind its *label*, then an *address*; there may be none."""

    label: str
    items: tuple[str, ...] = ()
    address: str = ""

    @property
    def text(self) -> str:
        """Return the items as one text."""
        return join_items(self.items)


def permanent_address(document: Document, stamp: Stamp) -> str:
    """Return the address that leads to this edition for ever, in the language of *document*."""
    return note_citation(document, stamp).address


def page_colophon(document: Document) -> tuple[ImprintLine, ...]:
    """Return the colophon of a page, which names those who publish it at its beginning."""
    return tuple(line for line in colophon(document) if line.label != _("Published by"))


def colophon(document: Document) -> tuple[ImprintLine, ...]:
    """Return who made the note and for whom, and its numbers, in the active language."""
    series, made = document.series, document.credits
    credit = series.cover.credit if series.cover else ""
    lines = (
        ImprintLine(pgettext("work on a note", "Written by"), made.written_by),
        ImprintLine(pgettext("work on a note", "Edited by"), made.edited_by),
        ImprintLine(pgettext("work on a note", "Translated by"), made.translated_by),
        ImprintLine(_("Published by"), tuple(str(one.name) for one in series.conveners)),
        ImprintLine(_("Partners"), tuple(map(str, document.partners()))),
        ImprintLine(_("Cover picture"), _one(credit)),
        ImprintLine(_("Publication number"), _one(series.number)),
        ImprintLine("ISSN", _one(series.issn)),
    )
    return tuple(line for line in lines if line.items)


def imprint(document: Document, stamp: Stamp | None) -> tuple[ImprintLine, ...]:
    """Return the whole imprint in the active language; a draft has no address and is not cited."""
    licence = settings.LICENCE
    last = ImprintLine(_("Licence"), (licence.name,), licence.address)
    if stamp is None:
        return (*colophon(document), last)
    address = permanent_address(document, stamp)
    return (
        *colophon(document),
        ImprintLine(_("Permanent address"), address=address),
        ImprintLine(_("How to cite"), (phrases.citation(document, stamp),), address),
        last,
    )


def imprint_title() -> str:
    """Return the heading over the imprint."""
    return _("About this edition")


def _one(text: str) -> tuple[str, ...]:
    return (text,) if text else ()
