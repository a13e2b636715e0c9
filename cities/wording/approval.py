"""Approval of the wording by a city, language by language.

That is the representative, the responses with their updates, the challenges, the quotation, the
documents by name, and the photographs. A language can be approved once nothing in it is missing;
what a language says is kept as a digest, so that a change in one language leaves the approval of
the others as it is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cities.wording.answer_fields import (
    ANSWER_FIELDS,
    CHALLENGE_FIELDS,
    PHOTOGRAPH_FIELDS,
    RESPONSE_FIELDS,
    AnswerField,
    digested,
    printed,
    translated,
    untranslated,
)
from cities.wording.approval_state import WordingStanding
from cities.wording.snapshots import (
    every_text,
    listed_representative,
    plain_value,
    representative_printed,
    wording_digest,
)
from llex.core import languages
from llex.core.languages.scripts import in_script_of
from llex.core.languages.translation_marks import text_in
from llex.core.text.name_keys import normalize_key

if TYPE_CHECKING:
    from cities.models import Contribution


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words quoted from a city, with text and position by language."""

    text: dict[str, str]
    speaker: str
    position: dict[str, str]
    # Other spellings of the speaker's name, in other scripts too.
    spellings: tuple[str, ...] = ()

    def speaker_in(self, language: str) -> str:
        """Return the speaker's name in the script of *language*, where it is known in that."""
        return in_script_of(language, self.speaker, self.spellings)


def note_languages(contribution: Contribution) -> list[str]:
    """Return the languages of the note, the city's own first."""
    own = contribution.original_language
    return sorted(contribution.session.languages, key=lambda code: code != own)


def quotations(contribution: Contribution) -> list[Quotation]:
    """Return what the note quotes, or would quote, from the city.

    Quotes of the session that are cleared, or that were made from what the city offered; what it
    offered itself as long as no quote was made from it.
    """
    offering = _offering_speakers(contribution)
    found = [
        Quotation(
            text=_texts(quote, "text"),
            speaker=quote.speaker.name,
            position=_texts(quote.speaker, "position"),
            spellings=_spellings_of(quote.speaker),
        )
        for quote in contribution.session.quotes.all()
        if _is_quoted(contribution, quote, offering)
    ]
    return found or _offered(contribution)


def _spellings_of(speaker: Any) -> tuple[str, ...]:
    """Return the other ways to write the name under which a speaker is published."""
    own = (speaker.printed_name_in_script, speaker.printed_name and speaker.person.name)
    return tuple(filter(None, (own[0], *speaker.person.other_spellings, own[1])))


def printed_photographs(contribution: Contribution) -> list[Any]:
    """Return the photographs that the note prints, or would print."""
    return [one for one in contribution.photographs.all() if one.is_printed]


def missing_translations(contribution: Contribution) -> dict[str, int]:
    """Return how many texts are missing in each language of the note that lacks any."""
    counts = {
        code: sum(1 for text in _texts_in(contribution, code) if text is None)
        for code in note_languages(contribution)
    }
    return {code: count for code, count in counts.items() if count}


def language_digests(contribution: Contribution) -> dict[str, str]:
    """Return a fingerprint of what the note says of the city in each of its languages."""
    return {
        code: _digest([_facts(contribution, code), list(_texts_in(contribution, code))])
        for code in note_languages(contribution)
    }


def shown_digest(contribution: Contribution) -> str:
    """Return a fingerprint of all that the city is shown to approve, in every language."""
    return _digest(language_digests(contribution))


def approval_states(contribution: Contribution) -> dict[str, WordingStanding]:
    """Return how far the approval has come in each language of the note, the city's own first."""
    missing = missing_translations(contribution)
    # Approvals from before each language was approved hold the digest of all languages.
    whole = wording_digest(contribution)
    found = {}
    for code, digest in language_digests(contribution).items():
        row = contribution.approvals.get(code, {})
        if code in missing:
            found[code] = WordingStanding.MISSING
        elif approved := row.get("digest"):
            is_same = approved in (digest, whole)
            found[code] = WordingStanding.APPROVED if is_same else WordingStanding.CHANGED
        elif row.get("asked_at"):
            is_sent = contribution.wording_sent_at is not None
            found[code] = WordingStanding.SENT if is_sent else WordingStanding.ASKED
        else:
            found[code] = WordingStanding.NOT_SENT
    return found


def overall_state(by_language: dict[str, WordingStanding]) -> WordingStanding:
    """Return the overall state of a contribution from the states of its languages.

    A language that is not translated yet does not count: it is approved once it is.
    """
    ready = set(by_language.values()) - {WordingStanding.MISSING}
    if not ready:
        return WordingStanding.MISSING
    if ready == {WordingStanding.APPROVED}:
        return WordingStanding.APPROVED
    order = (
        WordingStanding.CHANGED,
        WordingStanding.APPROVED,
        WordingStanding.SENT,
        WordingStanding.ASKED,
    )
    first = next((one for one in order if one in ready), WordingStanding.NOT_SENT)
    return WordingStanding.PARTLY if first == WordingStanding.APPROVED else first


def noted(
    approvals: dict[str, Any],
    codes: Iterable[str],
    given: dict[str, Any],
    digests: dict[str, str] | None = None,
) -> dict[str, Any]:
    """Return *approvals* with what was *given* for each language, and its digest if approved."""
    new = {
        code: approvals.get(code, {}) | given | ({"digest": digests[code]} if digests else {})
        for code in codes
    }
    return approvals | new


# --- What is printed ------------------------------------------------------------------------------


def _texts_in(contribution: Contribution, code: str) -> Iterator[str | None]:
    """Yield each text as the note in *code* has it; None where only its translation is missing."""
    own = contribution.original_language
    for texts in _translated(contribution):
        if texts:
            yield texts.get(code)
    for response in contribution.responses.all():
        # A follow-up is in the city's own words: only its translations are approved.
        update = response.latest_update if code != own else None
        if update and (texts := every_text(update, "text", own)):
            yield texts.get(code)


def _translated(contribution: Contribution) -> Iterator[dict[str, str]]:
    """Yield every translated text by language, empty for a missing one."""
    own = contribution.original_language
    yield representative_printed(contribution)["position"]
    for kind, fields in ANSWER_FIELDS.items():
        for row in getattr(contribution, kind).all():
            yield from (every_text(row, one.name, own) for one in translated(printed(fields)))
    for quotation in quotations(contribution):
        yield quotation.text
        yield quotation.position
    for photograph in printed_photographs(contribution):
        fields = translated(PHOTOGRAPH_FIELDS)
        yield from (every_text(photograph, one.name, own) for one in fields)


def _facts(contribution: Contribution, code: str) -> list[Any]:
    """Return what is not translated; names are in the script of the language *code*."""
    person = listed_representative(contribution) or contribution.representative
    name = person.name_in(code) if person else contribution.representative_name
    facts: list[Any] = [name]
    facts += [_plain_values(row, RESPONSE_FIELDS) for row in contribution.responses.all()]
    challenges = [_plain_values(row, CHALLENGE_FIELDS) for row in contribution.challenges.all()]
    # Digests that cities have approved hold the services of a challenge alone.
    facts.append([values if len(values) > 1 else values[0] for values in challenges])
    facts.append([one.speaker_in(code) for one in quotations(contribution)])
    facts.append([document.name for document in contribution.attachments.all()])
    # Digests that cities have approved hold nothing of photographs.
    facts += [
        [one.digest, *_plain_values(one, PHOTOGRAPH_FIELDS)]
        for one in printed_photographs(contribution)
    ]
    return facts


def _is_quoted(contribution: Contribution, quote: Any, offering: set[str]) -> bool:
    """Return whether a quote is from a speaker of the city and is, or may be, published."""
    person = quote.speaker.person
    if normalize_key(person.name) in offering:
        return True
    of_city = person.pk == contribution.representative_id or person.city_id == contribution.city_id
    return bool(quote.is_cleared and of_city)


def _offering_speakers(contribution: Contribution) -> set[str]:
    """Return the keys of the names under which an offered quotation may appear."""
    if not contribution.quote.strip():
        return set()
    names = [contribution.quote_speaker]
    if _is_by_representative(contribution):
        names += [contribution.representative_name, str(contribution.representative or "")]
    return {normalize_key(name) for name in names if name.strip()}


def _is_by_representative(contribution: Contribution) -> bool:
    speaker = normalize_key(contribution.quote_speaker)
    return speaker in ("", normalize_key(contribution.representative_name))


def _offered(contribution: Contribution) -> list[Quotation]:
    if not contribution.quote.strip():
        return []
    own = contribution.original_language
    printed = representative_printed(contribution)
    position = {own: contribution.quote_position} if contribution.quote_position else {}
    is_representative = _is_by_representative(contribution)
    person = contribution.representative
    return [
        Quotation(
            text={own: contribution.quote.strip()},
            speaker=printed["name"] if is_representative else contribution.quote_speaker.strip(),
            position=printed["position"] if is_representative else position,
            spellings=tuple(person.other_spellings) if is_representative and person else (),
        )
    ]


def _texts(subject: Any, field: str) -> dict[str, str]:
    texts = {code: text_in(subject, field, code).strip() for code in languages.CODES}
    return {code: text for code, text in texts.items() if text}


def _plain_values(row: Any, fields: Iterable[AnswerField]) -> list[Any]:
    values = {one.name: plain_value(row, one) for one in untranslated(printed(fields))}
    return list(digested(values).values())


def _digest(content: Any) -> str:
    data = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(data.encode()).hexdigest()
