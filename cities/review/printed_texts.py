"""The texts that a note will print of a contribution, compared with its submission."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from cities.contributions.fields import name_of_field
from cities.models import Contribution, Photograph, Submission, WordingStanding
from cities.public import phrases
from cities.wording.answer_fields import (
    ANSWER_FIELDS,
    PHOTOGRAPH_FIELDS,
    AnswerField,
    Kind,
    printed,
    translated,
    untranslated,
)
from cities.wording.approval import Quotation, printed_photographs, quotations
from cities.wording.snapshots import plain_value
from llex.core import languages
from llex.core.languages.phrases import join_items
from llex.core.languages.translation_marks import first_text, source_text
from llex.core.text import Paragraph, Phrase, RichText, Run, parse
from llex.core.text.differences import Change, differ, differences
from priorities.models import Service

Content = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PrintedPassage:
    """One text as it will be printed. *changes* is empty where it is what the city sent."""

    name: str
    text: RichText
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedTexts:
    """All that will be printed of a contribution in one *language*, in the order of the note.

    Differences that all languages share, such as an omission, are marked in the first one.
    """

    language: str
    is_original: bool
    standing: WordingStanding
    representative: str
    position: Phrase
    passages: tuple[PrintedPassage, ...]
    named_otherwise: tuple[Change, ...] = ()
    removed: tuple[tuple[str, Phrase], ...] = ()

    @property
    def differs(self) -> bool:
        """Return whether any text differs from the submission in this language."""
        marked = any(passage.changes for passage in self.passages)
        return marked or bool(self.removed or self.named_otherwise)

    @property
    def is_to_approve(self) -> bool:
        """Return True if the language is complete and waits for the city."""
        return self.standing not in (WordingStanding.APPROVED, WordingStanding.MISSING)


def printed_texts(contribution: Contribution) -> list[PrintedTexts]:
    """Return the wording in each language of the note, the city's own first."""
    submission = contribution.submissions.last()
    sent: Content = submission.content if submission else {}
    services = {service.slug: service for service in Service.objects.all()}
    return [
        _Printer(contribution, sent, code, services, standing, is_first=number == 0).wording()
        for number, (code, standing) in enumerate(contribution.wording_standings.items())
    ]


def sent_by_row(sent: Content, kind: str) -> dict[int, Content]:
    """Return what was sent of each response or challenge, by the key of its row."""
    return {entry["id"]: entry for entry in sent.get(kind, ())}


def sent_text(entry: Content | None, field: str, language: str) -> str:
    """Return a text that was sent in *language*, or nothing."""
    return str((entry or {}).get(field, {}).get(language, ""))


def latest(submissions: Iterable[Submission]) -> Content:
    """Return the content of the last of *submissions*, which are in their order."""
    return next((one.content for one in reversed(list(submissions))), {})


def printed_text(contribution: Contribution, row: Any, field: str, code: str) -> tuple[str, str]:
    """Return language and text of what the note in *code* prints of a field."""
    order = languages.fallbacks(code, first=contribution.session.main_language)
    own = contribution.original_language
    return first_text(row, field, order) or (own, source_text(row, field, own).strip())


class _Printer:
    """Lays out what the note in one language prints, beside what was sent."""

    def __init__(
        self,
        contribution: Contribution,
        sent: Content,
        code: str,
        services: dict[str, Service],
        standing: WordingStanding,
        *,
        is_first: bool,
    ) -> None:
        self.contribution = contribution
        self.sent = sent
        self.code = code
        self.own = contribution.original_language
        self.order = languages.fallbacks(code, first=contribution.session.main_language)
        self.services = services
        self.standing = standing
        self.is_first = is_first

    def wording(self) -> PrintedTexts:
        name, position = self._representative()
        return PrintedTexts(
            language=self.code,
            is_original=self.code == self.own,
            standing=self.standing,
            representative=name,
            position=position,
            passages=tuple(self._passages()),
            named_otherwise=self._named_otherwise(name, position) if self.is_first else (),
            removed=tuple(self._removed()) if self.is_first else (),
        )

    def _representative(self) -> tuple[str, Phrase]:
        """Return name and position as the participants have them, else as the city gave them."""
        person = self.contribution.representative
        given = Phrase(self.own, self.contribution.representative_position)
        if person is None:
            return self.contribution.representative_name, given
        participants = self.contribution.session.participants
        listed = participants.filter(person=person).select_related("person").first()
        found = first_text(listed, "position", self.order) if listed else None
        return (listed or person).name_in(self.code), Phrase(*found) if found else given

    def _named_otherwise(self, name: str, position: Phrase) -> tuple[Change, ...]:
        given = self.sent.get("representative", {})
        before, after = [given.get("name", ""), given.get("position", "")], [name, str(position)]
        if self.code != self.own:
            # The position is translated, and cannot be compared.
            before, after = before[:1], after[:1]
        return _marked(*(self._joined(filter(None, names)) for names in (before, after)))

    def _passages(self) -> Iterator[PrintedPassage]:
        for kind, fields in ANSWER_FIELDS.items():
            before = sent_by_row(self.sent, kind)
            for number, row in enumerate(getattr(self.contribution, kind).all()):
                place, entry = f"{kind}-{number}", before.get(row.pk)
                for field in translated(printed(fields)):
                    yield from self._text(f"{place}-{field.name}", row, field.name, entry)
                for field in untranslated(printed(fields)):
                    yield from self._fact(f"{place}-{field.name}", row, field, entry)
                if kind == "responses":
                    yield from self._update(row)
        for quotation in quotations(self.contribution):
            yield from self._quotation(quotation)
        for number, photograph in enumerate(printed_photographs(self.contribution), start=1):
            yield from self._photograph(number, photograph)

    def _update(self, response: Any) -> Iterator[PrintedPassage]:
        """Yield the latest follow-up of a response."""
        if update := response.latest_update:
            language, text = printed_text(self.contribution, update, "text", self.code)
            if text:
                name = join_items([update.get_kind_display(), self._day(update.said_on)])
                yield PrintedPassage(name, parse(text, language))

    def _photograph(self, number: int, photograph: Photograph) -> Iterator[PrintedPassage]:
        """Yield what is printed with a photograph."""
        for field in PHOTOGRAPH_FIELDS:
            language, text = self.code, getattr(photograph, field.name)
            if field.is_translated:
                found = printed_text(self.contribution, photograph, field.name, self.code)
                language, text = found
            if text:
                name = _("Photograph %(number)s: %(part)s")
                place = {"number": number, "part": field.caption}
                yield PrintedPassage(name % place, _plain(text, language))

    def _quotation(self, quotation: Quotation) -> Iterator[PrintedPassage]:
        """Yield a quotation, compared with the one offered, and its speaker."""
        language, text = _first(quotation.text, (*self.order, self.own))
        offered = self.sent.get("quote") or {}
        is_compared = language == self.own and offered.get("text")
        changes = _marked(offered["text"], text) if is_compared else ()
        yield PrintedPassage(name_of_field("quote"), parse(text, language), changes)
        code, position = _first(quotation.position, (*self.order, self.own))
        said_by = self._joined(filter(None, (quotation.speaker_in(self.code), position)))
        if said_by:
            yield PrintedPassage(name_of_field("quote_speaker"), _plain(said_by, code or self.code))

    def _text(
        self, name: str, row: Any, field: str, entry: Content | None
    ) -> Iterator[PrintedPassage]:
        language, text = printed_text(self.contribution, row, field, self.code)
        if not text:
            return
        # Compared in the language in which it was sent; a translation came later.
        old = sent_text(entry, field, language)
        is_own = bool(old) or language == self.own
        is_compared = is_own and (old or language == self.code)
        changes = _marked(old, text) if is_compared else ()
        yield PrintedPassage(name=name_of_field(name), text=parse(text, language), changes=changes)

    def _fact(
        self, name: str, row: Any, field: AnswerField, entry: Content | None
    ) -> Iterator[PrintedPassage]:
        """Yield what the note prints beside a text, and what of it is no longer printed."""
        old, new = ((entry or {}).get(field.name), plain_value(row, field))
        if old or new:
            before, after = self._plain_text(field, old), self._plain_text(field, new)
            changes = _marked(before, after) if self.is_first and entry else ()
            yield PrintedPassage(name_of_field(name), _plain(after, self.code), changes)

    def _plain_text(self, field: AnswerField, value: Any) -> str:
        match field.kind:
            case Kind.SERVICES:
                return self._names(value or ())
            case Kind.DAY:
                return self._day(date.fromisoformat(value) if value else None)
        return str(value or "")

    def _names(self, slugs: Iterable[str]) -> str:
        wanted = set(slugs)
        known = (service for slug, service in self.services.items() if slug in wanted)
        names = [found[1] for one in known if (found := first_text(one, "name", self.order))]
        return self._joined(names)

    def _joined(self, items: Iterable[str]) -> str:
        """Join with the comma of the language that is printed, not of the reader's page."""
        with translation.override(self.code):
            return join_items(items)

    def _day(self, day: date | None) -> str:
        with translation.override(self.code):
            return phrases.day(day) if day else ""

    def _removed(self) -> Iterator[tuple[str, Phrase]]:
        """Yield what was sent in an answer that is no longer there."""
        for kind in ANSWER_FIELDS:
            there = {row.pk for row in getattr(self.contribution, kind).all()}
            for key, entry in sent_by_row(self.sent, kind).items():
                if key not in there and (text := sent_text(entry, "text", self.own)):
                    yield _("Left out"), Phrase(self.own, text)


def _first(texts: dict[str, str], order: Iterable[str]) -> tuple[str, str]:
    """Return the language and text of the first of *order* that there is, or nothing."""
    return next(((code, texts[code]) for code in order if texts.get(code)), ("", ""))


def _plain(text: str, language: str) -> RichText:
    return RichText(language, (Paragraph((Run(text),)),) if text else ())


def _marked(before: str, after: str) -> tuple[Change, ...]:
    """Return the differences, none where both are the same."""
    changes = tuple(differences(before, after))
    return changes if differ(changes) else ()
