"""A draft as the row that the note will print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language

from cities.contributions.drafts import ChallengeDraft, Draft, ResponseDraft
from cities.models import City, Contribution
from cities.public.composition import compose_row
from cities.wording.answer_fields import (
    CHALLENGE_FIELDS,
    RESPONSE_FIELDS,
    AnswerField,
    Kind,
    printed,
)
from cities.wording.published_row import (
    CityName,
    PublishedChallenge,
    PublishedPhotograph,
    PublishedQuotation,
    PublishedResponse,
    PublishedRow,
    ServiceName,
)
from llex.core import languages
from llex.core.languages.translation_marks import first_text, source_text
from llex.core.text import Phrase, parse
from llex.core.text.name_keys import normalize_key
from priorities.models import Service


@dataclass(frozen=True, slots=True)
class Preview:
    """One row, in the language of the note that it is written in, or in the reader's."""

    language: str
    rows: tuple[PublishedRow, ...]
    quotation: PublishedQuotation | None = None

    def photographs(self) -> tuple[tuple[CityName, PublishedPhotograph], ...]:
        """Return the photographs with the city, as a note has them."""
        return tuple((row.city, one) for row in self.rows for one in row.photographs)


def preview(contribution: Contribution, draft: Draft) -> Preview:
    """Return the row as it would be published in the note in the city's own language.

    Where the note is not kept in that language, the row is in the reader's, and the texts say that
    they wait for their translation.
    """
    reader = get_language() or languages.DEFAULT
    language = draft.language if draft.language in languages.CODES else reader
    composer = _DraftComposer(language, draft)
    return Preview(language, (composer.row(contribution),), composer.quotation())


class _DraftComposer:
    def __init__(self, language: str, draft: Draft) -> None:
        self.draft = draft
        self.language = language
        self.written_in = draft.language or language
        self.services = {
            service.slug: ServiceName(service.slug, self._name(service))
            for service in Service.objects.all()
        }

    def row(self, contribution: Contribution) -> PublishedRow:
        draft, city = self.draft, contribution.city
        return compose_row(
            city,
            self._name(city),
            self.language,
            representative=draft.representative_name.strip(),
            position=self._phrase(draft.representative_position),
            responses=tuple(self._response(entry) for entry in draft.responses if entry),
            challenges=tuple(self._challenge(entry) for entry in draft.challenges if entry),
            photographs=tuple(self._photographs(contribution)),
        )

    def _photographs(self, contribution: Contribution) -> Iterator[PublishedPhotograph]:
        """Yield the photographs that would be printed if the organisers accept them."""
        for one in contribution.photographs.all():
            if one.consented_at and one.state != one.State.REFUSED:
                yield PublishedPhotograph(
                    one.digest,
                    one.width,
                    one.height,
                    alternative=self._phrase(source_text(one, "alternative", self.written_in)),
                    caption=self._phrase(source_text(one, "caption", self.written_in)),
                    credit=one.credit,
                )

    def quotation(self) -> PublishedQuotation | None:
        """Return the quotation that is offered; without a speaker it is the representative's."""
        draft = self.draft
        if not draft.quote.strip():
            return None
        speaker, position = draft.quote_speaker.strip(), draft.quote_position
        if not speaker or normalize_key(speaker) == normalize_key(draft.representative_name):
            speaker, position = draft.representative_name.strip(), draft.representative_position
        return PublishedQuotation(
            parse(draft.quote.strip(), self.written_in), speaker, self._phrase(position)
        )

    def _response(self, entry: ResponseDraft) -> PublishedResponse:
        values = {one.name: self._value(entry, one) for one in printed(RESPONSE_FIELDS)}
        return PublishedResponse(id=entry.id or 0, **values)

    def _challenge(self, entry: ChallengeDraft) -> PublishedChallenge:
        values = {one.name: self._value(entry, one) for one in printed(CHALLENGE_FIELDS)}
        return PublishedChallenge(id=entry.id or 0, **values)

    def _value(self, entry: ResponseDraft | ChallengeDraft, field: AnswerField) -> Any:
        """Return the value of *field* as it is printed."""
        typed = getattr(entry, field.name)
        match field.kind:
            case Kind.PROSE:
                return parse(typed.strip(), self.written_in)
            case Kind.LINE if field.is_translated:
                return self._phrase(typed)
            case Kind.DAY:
                return _day(typed)
            case Kind.SERVICES:
                # In the order of the catalogue, as the note has them.
                return tuple(name for slug, name in self.services.items() if slug in typed)
        return typed.strip()

    def _phrase(self, text: str) -> Phrase | None:
        return Phrase(self.written_in, text.strip()) if text.strip() else None

    def _name(self, subject: City | Service) -> Phrase:
        code, text = first_text(subject, "name", languages.fallbacks(self.language)) or (
            self.language,
            "",
        )
        return Phrase(code, text)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
