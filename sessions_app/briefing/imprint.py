"""The imprint of an edition: its permanent address, how to cite it, its licence."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from sessions_app.briefing import phrases
from sessions_app.briefing.citations import note_citation
from sessions_app.briefing.document import Document, Stamp


@dataclass(frozen=True, slots=True)
class ImprintLine:
    """A line of the imprint: *text* behind its *label*, and then an *address*; either may be ""."""

    label: str
    text: str = ""
    address: str = ""


def permanent_address(document: Document, stamp: Stamp) -> str:
    """Return the address that leads to this edition for ever, in the language of *document*."""
    return note_citation(document, stamp).address


def imprint(document: Document, stamp: Stamp | None) -> tuple[ImprintLine, ...]:
    """Return the imprint in the active language; a draft has no address and is not cited."""
    licence = settings.LICENCE
    last = ImprintLine(_("Licence"), licence.name, licence.address)
    if stamp is None:
        return (last,)
    address = permanent_address(document, stamp)
    return (
        ImprintLine(_("Permanent address"), address=address),
        ImprintLine(_("How to cite"), phrases.citation(document, stamp), address),
        last,
    )


def imprint_title() -> str:
    """Return the heading over the imprint."""
    return _("About this edition")
