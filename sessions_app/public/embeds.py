"""The embeds of a note: its table of cities, and the result of a consultation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from django.http import Http404, QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from cities.public.entry_addresses import entry_pages
from cities.public.published_entries import title_of
from cities.wording.published_row import PublishedRow
from llex.core import languages
from llex.core.embedding.kinds import Embed, EmbedKind, Heights, Shown, register_embeds
from llex.core.http.error_pages import Gone
from llex.core.languages.phrases import join_items
from llex.core.text import Phrase
from priorities.results.published import ConsultationResult, WordsResult
from sessions_app.briefing import edition_cache, phrases, result_texts
from sessions_app.briefing.document import Document, from_data
from sessions_app.briefing.stamps import stamp
from sessions_app.models import EditionDocument, LearningSession

_QUESTION: Final = re.compile(r"question-(\d{1,3})")


class MeasureLink(NamedTuple):
    """A measure by its title, and the path of its page, empty for one without."""

    title: Phrase
    address: str


@dataclass(frozen=True, slots=True)
class CityLine:
    """A row of the table: a city with the titles of its measures."""

    row: PublishedRow
    measures: tuple[MeasureLink, ...]


class _PartOfNote(EmbedKind):
    """A part of the current edition of a note."""

    pages = ("sessions_app:briefing", "sessions_app:edition")
    pictures = "notes"

    def slug_now(self, slug: str) -> str | None:
        return LearningSession.slug_now(slug)

    def _current(self, slug: str) -> tuple[EditionDocument, Document]:
        """Return the current edition of a note. Raise Http404 without one."""
        language = get_language() or languages.DEFAULT
        row = edition_cache.edition_document(slug, edition_cache.current(slug).number, language)
        return row, from_data(row.content)

    def _shown(
        self, embed: Embed, row: EditionDocument, document: Document, **context: object
    ) -> Shown:
        return Shown(
            embed,
            {"document": document, **context},
            edition=phrases.edition(stamp(row.edition, document)),
            source=document.event.title.text,
        )


class NoteCities(_PartOfNote):
    """The table of cities of a note, with their measures as links."""

    name = "note-cities"
    label = gettext_lazy("The table of cities of a note")
    route = "notes/<slug:slug>/cities/"
    template = "sessions_app/embeds/cities.html"
    heights = Heights(around=140, row=32, narrow_row=48)

    def embed(self, slug: str, document: Document) -> Embed:
        """Return the embed of a note's document."""
        title = _("What cities did: %(name)s") % {"name": document.event.title}
        rows = sum(1 + len(row.responses) for row in document.rows)
        return Embed(self, {"slug": slug}, title, rows, author=_conveners(document))

    def show(self, **asked: str) -> Shown:
        slug = asked["slug"]
        row, document = self._current(slug)
        if not document.rows:
            raise Http404
        pages = entry_pages(row.edition.session_id).addresses
        lines = [
            CityLine(
                one,
                tuple(
                    MeasureLink(title_of(response), pages.get(f"response-{response.id}", ""))
                    for response in one.responses
                ),
            )
            for one in document.rows
        ]
        return self._shown(self.embed(slug, document), row, document, lines=lines)

    def claims(
        self, arguments: Mapping[str, str], query: QueryDict, fragment: str
    ) -> dict[str, str] | None:
        return None if _QUESTION.fullmatch(fragment) else {"slug": arguments["slug"]}


class NoteResult(_PartOfNote):
    """The result of a consultation, as the note draws it."""

    name = "note-result"
    label = gettext_lazy("The result of a consultation")
    route = "notes/<slug:slug>/results/<slug:code>/"
    template = "sessions_app/embeds/result.html"
    heights = Heights(around=230, row=36, narrow_row=76)

    def embed(self, slug: str, document: Document, result: ConsultationResult) -> Embed:
        """Return the embed of a result that a note has."""
        place = 1 + document.consultations.index(result)
        return Embed(
            self,
            {"slug": slug, "code": result.code},
            str(result.question),
            _rows(result),
            author=_conveners(document),
            fragment=f"question-{place}",
        )

    def show(self, **asked: str) -> Shown:
        slug, code = asked["slug"], asked["code"]
        row, document = self._current(slug)
        result = next((one for one in document.consultations if one.code == code), None)
        if result is None or not result.has_results:
            raise _gone_or_missing(row, code)
        embed = self.embed(slug, document, result)
        template = f"sessions_app/briefing/results/{result.kind}.html"
        return self._shown(embed, row, document, result=result, template=template)

    def claims(
        self, arguments: Mapping[str, str], query: QueryDict, fragment: str
    ) -> dict[str, str] | None:
        found = _QUESTION.fullmatch(fragment)
        if found is None:
            return None
        _row, document = self._current(arguments["slug"])
        codes = {place: one.code for place, one in enumerate(document.consultations, 1)}
        code = codes.get(int(found[1]))
        return {"slug": arguments["slug"], "code": code} if code else None


CITIES: Final = NoteCities()
RESULT: Final = NoteResult()


def register() -> None:
    """Add the embeds of notes."""
    register_embeds(RESULT, CITIES)


def of_note(slug: str, document: Document) -> list[Embed]:
    """Return the embeds of a note: its table of cities, and the results that it draws."""
    found = [one for one in document.consultations if one.code and one.has_results]
    table = [CITIES.embed(slug, document)] if document.rows else []
    return table + [RESULT.embed(slug, document, one) for one in found]


def _conveners(document: Document) -> str:
    return join_items(one.name.text for one in document.series.conveners)


def _rows(result: ConsultationResult) -> int:
    """Return how many rows a result is drawn in."""
    if isinstance(result, WordsResult):
        return len(result_texts.ranked_words(result))
    return len(result.services())


def _gone_or_missing(row: EditionDocument, code: str) -> Exception:
    """Return what to raise for a consultation that the current edition does not have."""
    editions = EditionDocument.objects.filter(edition__session=row.edition.session_id)
    printed = editions.values_list("content__consultations", flat=True)
    if any(one.get("code") == code for found in printed for one in found):
        return Gone(_("The current edition of the note no longer has this result."))
    return Http404()
