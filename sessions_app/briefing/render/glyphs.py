"""Characters that none of our fonts can print: found for preflight, in Latin letters in the PDF."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import astuple, dataclass, field
from functools import lru_cache
from typing import Any, Final

from anyascii import anyascii
from django.utils.translation import gettext as _

from cities.wording.answer_fields import CHALLENGE_FIELDS, RESPONSE_FIELDS
from llex.core.files.typefaces import coverage
from llex.core.text import RichText, to_plain
from sessions_app.briefing.document import Consultation, Document
from sessions_app.briefing.text_locations import city_place, texts, typed_values

# Addresses and keys are never printed, so they stay as they are.
_UNPRINTED: Final = frozenset({"href", "anchor", "kind", "file", "digest", "qr", "land"})
# Code points that steer the text and have no picture of their own (Unicode: default ignorable).
_UNSEEN = re.compile(
    "[\t\n\r\x85\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]"
)
# A byte order mark inside a text means nothing and is forbidden in an accessible PDF.
_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class MissingGlyph:
    """A character without a glyph, the *text* it is in, and its place, in the active language."""

    character: str
    place: str
    text: str = field(compare=False)


def missing_glyphs(document: Document) -> tuple[MissingGlyph, ...]:
    """Return what the PDF of *document* cannot print, each character once in each place."""
    found = (
        MissingGlyph(character, place, text)
        for place, text in _printed(document)
        if not all(map(_is_surely_printed, set(text)))
        for character, can_print in _characters(text)
        if can_print is False
    )
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=4096)
def _is_surely_printed(character: str) -> bool:
    """Return whether a character can be printed whatever is before it, as no mark can."""
    if character == _BYTE_ORDER_MARK or _UNSEEN.match(character):
        return True
    is_mark = unicodedata.category(character).startswith("M")
    return not is_mark and coverage().has(character)


@lru_cache(maxsize=4096)
def printable(text: str) -> str:
    """Return *text* with what our fonts cannot print in Latin letters or words, in brackets."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        piece if known else _in_letters(piece)
        for piece, known in _pieces(text.replace(_BYTE_ORDER_MARK, ""))
    )


def _in_letters(characters: str) -> str:
    """Return what is read instead of *characters*: transliterated, else by their names.

    Characters that steer a machine mean nothing to a reader, and are left out.
    """
    shown = "".join(
        one for one in characters if not _UNSEEN.match(one) and unicodedata.category(one) != "Cc"
    )
    if not shown:
        return ""
    words = anyascii(shown).replace(":", " ").replace("_", " ")
    if not words.strip():
        words = " / ".join(unicodedata.name(one, "").lower() for one in shown)
    return f"[{' '.join(words.split()) or '?'}]"


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Split *text* into runs that can all be printed, or cannot, each with the answer."""
    piece, known = "", True
    for character, can_print in _characters(text):
        if can_print is None or can_print == known:
            piece += character
            continue
        if piece:
            yield piece, known
        piece, known = character, can_print
    if piece:
        yield piece, known


def _characters(text: str) -> Iterator[tuple[str, bool | None]]:
    """Tell for each character whether it can be printed; None for those that are not seen.

    A mark is printed together with its base letter, so one face must have both.
    """
    covered = coverage()
    base = ""
    for character in text:
        if character == _BYTE_ORDER_MARK or _UNSEEN.match(character):
            yield character, None
        elif base and unicodedata.category(character).startswith("M"):
            yield character, covered.has(base + character)
        else:
            base = character if covered.has(character) else ""
            yield character, bool(base)


def _printed(document: Document) -> Iterator[tuple[str, str]]:
    """Yield every text that is printed, with its place: those in a language, then names."""
    for one in texts(document):
        yield one.place, to_plain(one.text) if isinstance(one.text, RichText) else str(one.text)
    for organisation in document.series.conveners:
        yield _("Conveners"), str(organisation.acronym or "")
    series, credit = document.series, document.series.cover.credit if document.series.cover else ""
    yield _("Series"), f"{series.hashtag} {series.contact} {series.number} {credit}"
    for names in astuple(document.credits):
        yield _("About this edition"), " ".join(names)
    for quotation in document.quotations:
        place = _("Quotation of %(speaker)s") % {"speaker": quotation.speaker}
        yield place, quotation.speaker
    for consultation in document.consultations:
        yield _("Consultation"), " ".join(_typed(consultation))
    for row in document.rows:
        place = city_place(row.city.name)
        yield place, f"{row.representative} {row.country or ''}"
        for response in row.responses:
            yield place, " ".join(typed_values(response, RESPONSE_FIELDS))
        for challenge in row.challenges:
            names = (str(city.name) for city in challenge.answered_by)
            yield place, " ".join([*typed_values(challenge, CHALLENGE_FIELDS), *names])
    for attendee in document.attendees:
        yield _("Participant %(name)s") % {"name": attendee.name}, attendee.name


def _typed(consultation: Consultation) -> Iterator[str]:
    """Yield the texts that voters and organisers typed, in any language."""
    yield from consultation.typed_texts()
    if consultation.reopened:
        yield str(consultation.reopened.reason)


def printable_values(value: Any) -> Any:
    """Spell out, everywhere in *value*, the characters that no font of ours can print."""
    match value:
        case str():
            return printable(value)
        case dict():
            return {
                key: one if key in _UNPRINTED else printable_values(one)
                for key, one in value.items()
            }
        case list() | tuple():
            return [printable_values(one) for one in value]
    return value
