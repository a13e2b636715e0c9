"""The session's number, results and cities in prose, held against the note."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from django.utils.translation import gettext as _

from llex.core.text.name_keys import normalize_key
from priorities.results.published import RatingsResult
from sessions_app.briefing.document import Document
from sessions_app.briefing.preflight.findings import Finding
from sessions_app.briefing.preflight.passages import CheckedNote
from sessions_app.briefing.preflight.service_names import pattern_of_name
from sessions_app.briefing.preflight.vocabulary_of_checks import pattern_of, words_for
from sessions_app.briefing.quantities.counted import names_kind
from sessions_app.briefing.text_locations import SECTION_FIELDS

_NAME_WORD: Final = r"[^\W\d_a-zß-öø-ÿ][\w’'-]+"
_SMALL: Final = "de |del |la |le |do |da |dos |d’|el |El |La "
_ANNOUNCING: Final = frozenset({"closing_text", "introduction", "summary"})
# Numbers that are further away are those of other things.
_SLIP: Final = 3
_NAME: Final = rf"{_NAME_WORD}(?:[ -](?:{_SMALL})?{_NAME_WORD})*"


def check_session_number(note: CheckedNote) -> Iterator[Finding]:
    """Find sentences of the introduction that give the session another number."""
    number = note.main.event.number
    for passage in note.passages if number else ():
        if passage.target.field not in ("introduction", "title"):
            continue
        for sentence in passage.sentences:
            if written := other_number(sentence, passage.language, number or 0):
                message = _("“%(passage)s”: the session has the number %(number)s.") % {
                    "passage": written,
                    "number": number,
                }
                yield passage.finding(
                    "session_number_differs", message, excerpt=written, values=(number,)
                )


def check_number_of_next_session(note: CheckedNote) -> Iterator[Finding]:
    """Find announcements that leave a number out between this session and the next one."""
    number = note.main.event.number or 0
    for code in note.documents if number else ():
        later = [
            (said, written, passage)
            for passage in note.passages
            if passage.language == code and passage.target.field in _ANNOUNCING
            for said, written in session_numbers(passage.plain, code)
            if number < said <= number + _SLIP
        ]
        if later and min(said for said, _written, _passage in later) > number + 1:
            _said, written, passage = later[0]
            message = _("“%(passage)s”: this session has the number %(number)s.") % {
                "passage": written,
                "number": number,
            }
            yield passage.finding(
                "session_number_differs", message, excerpt=written, values=(number,)
            )


def session_numbers(text: str, language: str) -> Iterator[tuple[int, str]]:
    """Yield the numbers that a text gives to sessions, and how."""
    for pattern, ordinals in _numbered(language):
        for match in pattern.finditer(text):
            digits = match.groupdict().get("digits")
            said = int(digits) if digits else ordinals.get(normalize_key(match["ordinal"]), 0)
            yield said, match[0]


def other_number(sentence: str, language: str, number: int) -> str:
    """Return what gives the session another number than *number* in a sentence, or nothing."""
    if pattern_of(words_for(language, "next_words")).search(sentence):
        return ""
    for said, written in session_numbers(sentence, language):
        # Others have numbers, too: the 68th session of a commission.
        if said and said != number and abs(said - number) <= _SLIP:
            return written
    return ""


@cache
def _numbered(language: str) -> tuple[tuple[re.Pattern[str], dict[str, int]], ...]:
    lists = (words_for(language, "ordinals"), words_for(language, "ordinals_feminine"))
    ordinals = {normalize_key(one): place for names in lists for place, one in enumerate(names, 1)}
    written = "|".join(sorted((one for names in lists for one in names), key=len, reverse=True))
    nouns = "|".join(sorted(words_for(language, "numbered"), key=len, reverse=True))
    if not written or not nouns:
        return ()
    ends = "|".join(re.escape(one) for one in words_for(language, "numbered_ends")) or "(?!)"
    counted = (
        r"(?:no\.? |n° ?|nº ?|number |رقم )?(?P<digits>\d{1,3})(?![.,:]?\d|[\s\u00a0\u202f]?[%€$])"
    )
    forms = [
        rf"(?<!\w)(?:(?P<ordinal>{written})|(?P<digits>\d{{1,3}})(?:{ends})) (?:{nouns})(?!\w)",
        rf"(?<!\w)(?:{nouns}) (?:(?P<ordinal>{written})(?! عشرة?)|{counted})(?!\w)",
    ]
    return tuple((re.compile(form, re.IGNORECASE), ordinals) for form in forms)


def check_ranks(note: CheckedNote) -> Iterator[Finding]:
    """Find services that prose puts first or last, where the vote did not."""
    for document in note.documents.values():
        ranking = _ranking(document)
        if len(ranking) < 2:  # noqa: PLR2004 - nothing to rank
            continue
        fields = set(SECTION_FIELDS.values())
        for passage in note.passages:
            if passage.language != document.language or passage.target.field not in fields:
                continue
            for sentence in passage.sentences:
                for written, right in wrong_ranks(sentence, passage.language, ranking):
                    message = _("The text puts “%(service)s” there; the vote had “%(right)s”.") % {
                        "service": written,
                        "right": right,
                    }
                    yield passage.finding(
                        "rank_differs", message, excerpt=sentence, values=(written, right)
                    )


def wrong_ranks(
    sentence: str, language: str, ranking: list[tuple[str, float]]
) -> Iterator[tuple[str, str]]:
    """Yield the service that a sentence gives a rank, and the one that had it in *ranking*.

    *ranking* has names with their averages, the best first; equal ones share a rank.
    """
    places = sorted(
        (match.start(), match.end(), name, mean)
        for name, mean in ranking
        for match in pattern_of_name(name).finditer(sentence)
    )
    for key, wanted in (("first_rank", ranking[0]), ("last_rank", ranking[-1])):
        phrase = pattern_of(words_for(language, key)).search(sentence)
        if phrase is None or not places:
            continue
        before = [place for place in places if place[1] <= phrase.start()]
        behind = [place for place in places if place[0] >= phrase.end()]
        is_between = before and ";" not in sentence[before[-1][1] : phrase.start()]
        named = before[-1] if is_between else behind[0] if behind else None
        if named and named[3] != wanted[1]:
            yield named[2], wanted[0]


def _ranking(document: Document) -> list[tuple[str, float]]:
    results = [one for one in document.consultations if isinstance(one, RatingsResult)]
    # Of several questions nobody knows which one is meant.
    if len(results) != 1:
        return []
    rated = [(one.service.name.text, one.mean) for one in results[0].items if one.mean is not None]
    return sorted(rated, key=lambda one: -one[1])


def check_unlisted_cities(note: CheckedNote) -> Iterator[Finding]:
    """Find cities whose mayor or officers the prose names, and that have no row in the table."""
    if not note.main.rows:
        return
    known = _places_named(note)
    people = {one.name for one in note.main.attendees}
    sections = set(SECTION_FIELDS.values())
    for passage in note.passages:
        if passage.target.field not in sections:
            continue
        for sentence in passage.sentences:
            # Whoever is in the list of participants is there with a position.
            if any(name in sentence for name in people):
                continue
            for city in cities_that_spoke(sentence, passage.language):
                key = normalize_key(city)
                # “The city”, as Arabic writes it, is no city.
                if names_kind(city.removeprefix("ال"), passage.language, "cities"):
                    continue
                if not any(key in one or one in key for one in known if one):
                    message = _("%(city)s seems to have spoken, and has no row in the table.") % {
                        "city": city
                    }
                    yield passage.finding("city_without_row", message, excerpt=city)


def _places_named(note: CheckedNote) -> set[str]:
    """Return the keys of cities and countries of the table, and of positions in the lists."""
    names = {name for found in note.names_in.values() for name in found}
    for document in note.documents.values():
        names |= {row.country.text for row in document.rows if row.country}
        for attendee in document.attendees:
            held = (attendee.position, attendee.affiliation)
            names |= {text.text for text in held if text}
    return {normalize_key(name) for name in names}


def cities_that_spoke(text: str, language: str) -> list[str]:
    """Return the names of cities whose mayor or other representative a text names."""
    found = []
    for pattern in _speakers(language):
        found += [match["city"] for match in pattern.finditer(text)]
    return list(dict.fromkeys(found))


@cache
def _speakers(language: str) -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(f"(?:(?i:{before}))(?P<city>{_NAME}){behind}" if "{name}" in one else one)
        for one in words_for(language, "speaker_patterns")
        for before, behind in [_parts(one)]
    )


def _parts(pattern: str) -> tuple[str, str]:
    before, _found, behind = pattern.partition("(?P<city>{name})")
    return before, behind
