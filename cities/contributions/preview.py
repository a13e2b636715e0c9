"""A draft as the row that the note will print.

The row is drawn by the note's own fragment, named as a string as a foreign key is: the classes here
have the attributes that the fragment reads, and a test holds the two to the same HTML.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import get_language

from cities.contributions.drafts import ChallengeDraft, Draft, ResponseDraft
from cities.models import City, Contribution
from llex.core import languages
from llex.core.languages.countries import country_name
from llex.core.languages.translation_marks import first_text
from llex.core.text import Phrase, RichText, parse
from llex.core.text.name_keys import normalize_key
from priorities.models import Service

FRAGMENT: Final = "sessions_app/note/_cities.html"
QUOTATION_FRAGMENT: Final = "sessions_app/note/_quotation.html"


@dataclass(frozen=True, slots=True)
class PrintedService:
    slug: str
    name: Phrase


@dataclass(frozen=True, slots=True)
class PrintedCity:
    slug: str
    name: Phrase


@dataclass(frozen=True, slots=True)
class PrintedResponse:
    id: int
    text: RichText
    title: Phrase | None
    services: tuple[PrintedService, ...]
    since: date | None
    source: str
    answers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedChallenge:
    id: int
    text: RichText
    services: tuple[PrintedService, ...]
    answered_by: tuple[PrintedCity, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedRow:
    city: PrintedCity
    country: Phrase | None
    representative: str
    position: Phrase | None
    responses: tuple[PrintedResponse, ...]
    challenges: tuple[PrintedChallenge, ...]


@dataclass(frozen=True, slots=True)
class PrintedQuotation:
    text: RichText
    speaker: str
    position: Phrase | None


@dataclass(frozen=True, slots=True)
class Preview:
    """One row, in the language of the note that it is written in, or in the reader's."""

    language: str
    rows: tuple[PrintedRow, ...]
    quotation: PrintedQuotation | None = None


def preview(contribution: Contribution, draft: Draft) -> Preview:
    """Return the row as it would be published in the note in the city's own language.

    Where the note is not kept in that language, the row stands in the reader's, and the texts say
    that they wait for their translation.
    """
    reader = get_language() or languages.DEFAULT
    language = draft.language if draft.language in languages.CODES else reader
    printer = _Printer(language, draft)
    return Preview(language, (printer.row(contribution),), printer.quotation())


class _Printer:
    def __init__(self, language: str, draft: Draft) -> None:
        self.draft = draft
        self.language = language
        self.written_in = draft.language or language
        self.services = {
            service.slug: PrintedService(service.slug, self._name(service))
            for service in Service.objects.all()
        }

    def row(self, contribution: Contribution) -> PrintedRow:
        draft = self.draft
        city = contribution.city
        return PrintedRow(
            city=PrintedCity(city.slug, self._name(city)),
            country=self._country(city),
            representative=draft.representative_name.strip(),
            position=self._phrase(draft.representative_position),
            responses=tuple(self._response(entry) for entry in draft.responses if entry),
            challenges=tuple(self._challenge(entry) for entry in draft.challenges if entry),
        )

    def quotation(self) -> PrintedQuotation | None:
        """Return the quotation that is offered; without a speaker it is the representative's."""
        draft = self.draft
        if not draft.quote.strip():
            return None
        speaker, position = draft.quote_speaker.strip(), draft.quote_position
        if not speaker or normalize_key(speaker) == normalize_key(draft.representative_name):
            speaker, position = draft.representative_name.strip(), draft.representative_position
        return PrintedQuotation(
            parse(draft.quote.strip(), self.written_in), speaker, self._phrase(position)
        )

    def _response(self, entry: ResponseDraft) -> PrintedResponse:
        return PrintedResponse(
            id=entry.id or 0,
            text=parse(entry.text.strip(), self.written_in),
            title=self._phrase(entry.title),
            services=self._services(entry.services),
            since=_day(entry.since),
            source=entry.source.strip(),
        )

    def _challenge(self, entry: ChallengeDraft) -> PrintedChallenge:
        return PrintedChallenge(
            id=entry.id or 0,
            text=parse(entry.text.strip(), self.written_in),
            services=self._services(entry.services),
        )

    def _services(self, slugs: tuple[str, ...]) -> tuple[PrintedService, ...]:
        # In the order of the catalogue, as the note has them.
        return tuple(service for slug, service in self.services.items() if slug in slugs)

    def _phrase(self, text: str) -> Phrase | None:
        return Phrase(self.written_in, text.strip()) if text.strip() else None

    def _name(self, subject: City | Service) -> Phrase:
        code, text = first_text(subject, "name", languages.fallbacks(self.language)) or (
            self.language,
            "",
        )
        return Phrase(code, text)

    def _country(self, city: City) -> Phrase | None:
        if not city.country.code:
            return None
        return Phrase(self.language, country_name(city.country.code, self.language))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
