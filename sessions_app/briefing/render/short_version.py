"""The short version of a note on one page: an accessible PDF, set by Typst."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from llex.core import qr_codes
from llex.core.languages import direction, name_of
from llex.core.text import Phrase
from priorities.results.published import ConsultationResult
from sessions_app.briefing import phrases, result_texts
from sessions_app.briefing.document import Document, Stamp
from sessions_app.briefing.imprint import permanent_address
from sessions_app.briefing.render import typst_front
from sessions_app.briefing.render.glyphs import printable_values
from sessions_app.briefing.render.pdf import note_pdf
from sessions_app.briefing.render.typst_data import language_parts
from sessions_app.briefing.render.typst_pictures import cover_pictures, typst_colours
from sessions_app.briefing.render.typst_results import typst_results
from sessions_app.briefing.short_version import short_version

Data = dict[str, Any]


def render(document: Document, stamp: Stamp | None) -> bytes:
    """Return the page of *document*; without a stamp it is marked as a draft."""
    with phrases.activate_language(document):
        data = printable_values(_ShortPage(document, stamp).data()) | _address(document, stamp)
    made = stamp.published_at if stamp else document.event.starts_at
    return note_pdf("short.typ", data, cover_pictures(data["cover"]), made=made)


class _ShortPage:
    """One short version on its way to paper."""

    def __init__(self, document: Document, stamp: Stamp | None) -> None:
        self.document = document
        self.stamp = stamp

    def data(self) -> Data:
        document, series = self.document, self.document.series
        short = short_version(document)
        conveners = [one.acronym or one.name for one in series.conveners]
        return {
            "language": language_parts(document.language),
            "dir": direction(document.language),
            "labels": phrases.labels() | _labels(),
            "colours": typst_colours(document),
            "cover": typst_front.cover(document, self._phrase),
            "title": phrases.file_title(document),
            "authors": [str(one.name) for one in series.conveners],
            "publication": phrases.publication(),
            "series": self._phrase(series.title),
            "heading": self._phrase(document.event.title)
            or self._phrase(Phrase(document.language, phrases.publication())),
            "facts": [phrases.day(document.event), *map(str, conveners)],
            "edition": phrases.edition(self.stamp),
            "draft": self.stamp is None,
            "findings": [self._phrase(one, notice=True) for one in short.findings],
            "figures": [{"number": count, "label": what} for count, what in short.figures],
            "chart": self._chart(short.result),
            "cities": [*map(self._phrase, short.cities)],
            "more": short.more_cities,
            "citation": phrases.citation(document, self.stamp) if self.stamp else "",
            "licence": settings.LICENCE.name,
        }

    def _chart(self, result: ConsultationResult | None) -> Data | None:
        if result is None:
            return None
        data = typst_results(result, self._phrase)
        return {name: data[name] for name in ("question", "alternative", "axis", "rows")} | {
            "basis": result_texts.outcome(result)
        }

    def _phrase(self, phrase: Phrase | None, *, notice: bool = False) -> Data | None:
        if not phrase:
            return None
        foreign = phrase.language != self.document.language
        return {
            "text": phrase.text,
            "language": language_parts(phrase.language),
            "notice": name_of(phrase.language) if foreign else "",
            "tells": notice,
        }


def _labels() -> dict[str, str]:
    return {
        "findings": phrases.section_title("summary"),
        "cities": _("Cities in the table"),
        "whole": _("The whole note:"),
        "qr": _("QR code of this address"),
    }


def _address(document: Document, stamp: Stamp | None) -> Data:
    """Return the permanent address and its code; both are "" for a draft."""
    address = permanent_address(document, stamp) if stamp else ""
    return {"href": address, "qr": qr_codes.file(address).decode() if address else ""}
