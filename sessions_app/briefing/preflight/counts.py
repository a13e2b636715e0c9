"""The part of the preflight that compares what the prose says with what the document knows."""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cities.directory.gazetteer import continent_of
from llex.core.text import to_plain
from priorities.results.published import RatingsResult
from sessions_app.briefing import phrases
from sessions_app.briefing.document import Document, Section
from sessions_app.briefing.preflight.findings import Finding
from sessions_app.briefing.preflight.service_names import pattern_of_name
from sessions_app.briefing.quantities.counted import CountedNoun, counted, names_kind
from sessions_app.briefing.text_locations import SECTION_FIELDS, Target, section_text

# Who reads the introduction takes its numbers for those of the whole; elsewhere a smaller number
# may be of a part.
_OF_THE_WHOLE: Final[Section] = "introduction"
# What is said of a vote is said beside its results.
_OF_THE_VOTE: Final[Section] = "priorities"
_AROUND_CITIES: Final = frozenset({"countries", "continents"})
# Those who took part, or any others.
_PEOPLE: Final = "people"
# Of as many people and more a number that differs by a tenth is a slip.
_FEW: Final = 20
_NEAR: Final = 10
_VOTE: Final = frozenset({"services", "voters"})
_SENTENCE_END: Final = re.compile(r"(?<=[.!?؟])\s+|\n+")
# An average: one figure, and one or two behind the sign; neither a share nor part of a number.
_AVERAGE: Final = re.compile(r"(?<![\d.,/])(\d)[.,٫](\d{1,2})(?!\d|[.,/]\d)(?!\s?[%٪])")
# What is wrong as a sentence, what the text says, and what is right.
Difference = tuple[str, str, float]
_AMERICAS: Final = frozenset({"NA", "SA"})
_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def check_counts(document: Document) -> Iterator[Finding]:
    """Find numbers of cities, countries, participants or responses, and averages, that differ."""
    actual = _actual(document)
    for section, field in SECTION_FIELDS.items():
        text = section_text(document, section)
        # A text that only replaces a missing translation is reported as such.
        if text is None or text.language != document.language:
            continue
        plain = to_plain(text)
        found = [
            *_counts(plain, document.language, actual, section),
            *_averages(plain, document),
        ]
        for message, written, right in found:
            yield Finding(
                "warning", "figures_differ", document.language, phrases.section_title(section),
                message, Target("session", field=field), written, plain, (right,),
            )  # fmt: skip


def _actual(document: Document) -> dict[str, list[int]]:
    """Return how many the note has of each kind; a kind that it cannot count is left out.

    The first number is that of the table, others are right as well.
    """
    countries = {row.country_code for row in document.rows if row.country_code}
    continents = {code for country in countries if (code := continent_of(country))}
    # Some count America as one, and people may come from more continents than cities report.
    as_one = {"A" if code in _AMERICAS else code for code in continents}
    found = {
        "cities": [len(document.rows)],
        "countries": [len(countries)],
        "continents": [len(continents), len(as_one), document.event.continents],
        "responses": [sum(len(row.responses) for row in document.rows)],
    }
    if document.event.attendance:
        found["participants"] = found[_PEOPLE] = [document.event.attendance]
    votes = [one for one in document.consultations if one.has_results]
    if votes:
        found["services"] = [len(one.services()) for one in votes]
        found["voters"] = [one.ballots for one in votes]
    return {kind: numbers for kind, numbers in found.items() if numbers[0]}


def _counts(
    plain: str, language: str, actual: dict[str, list[int]], section: Section
) -> Iterator[Difference]:
    said: dict[str, list[CountedNoun]] = {}
    for one in _about_the_table(plain, language):
        said.setdefault(one.kind, []).append(one)
    for kind, mentions in said.items():
        right = actual.get(kind)
        if right is None or any(one.number in right for one in mentions):
            continue
        is_whole = section == (_OF_THE_VOTE if kind in _VOTE else _OF_THE_WHOLE)
        # A vote is spoken of beside its results; services are many things elsewhere.
        if kind in _VOTE and not is_whole:
            continue
        if kind == _PEOPLE:
            slip = next((one for one in mentions if is_slip(int(one.number), right[0])), None)
            if slip and is_whole:
                yield _difference("participants", right[0], slip.written), slip.written, right[0]
            continue
        number = right[0]
        largest = max(mentions, key=lambda one: one.number)
        # Of the services that were rated a text may name some alone.
        if (is_whole and kind != "services") or largest.number > max(right):
            yield _difference(kind, number, largest.written), largest.written, number


def is_slip(number: int, right: int) -> bool:
    """Return whether a number of people is the head count *right*, mistyped: 134 for 143.

    People may be others than those who took part; so near to their number they are the same.
    """
    is_near = abs(number - right) * _NEAR <= right
    same_digits = sorted(str(number)) == sorted(str(right))
    return number > _FEW and number != right and (is_near or same_digits)


def _about_the_table(plain: str, language: str) -> Iterator[CountedNoun]:
    """Yield what a text counts; countries and continents in sentences about cities alone.

    Experts and guests may come from more of them than the cities of the table.
    """
    yield from (one for one in counted(plain, language) if one.kind not in _AROUND_CITIES)
    for sentence in _SENTENCE_END.split(plain):
        is_of_people = names_kind(sentence, language, "participants")
        if names_kind(sentence, language, "cities") and not is_of_people:
            found = counted(sentence, language)
            yield from (one for one in found if one.kind in _AROUND_CITIES)


def _difference(kind: str, number: int, written: str) -> str:
    """Return what is wrong with a count, as a sentence."""
    texts = {
        "cities": ngettext(
            "The text says “%(written)s”; the city table has %(number)s city.",
            "The text says “%(written)s”; the city table has %(number)s cities.",
            number,
        ),
        "countries": ngettext(
            "The text says “%(written)s”; the city table has cities of %(number)s country.",
            "The text says “%(written)s”; the city table has cities of %(number)s countries.",
            number,
        ),
        "continents": ngettext(
            "The text says “%(written)s”; the city table has cities of %(number)s continent.",
            "The text says “%(written)s”; the city table has cities of %(number)s continents.",
            number,
        ),
        "participants": ngettext(
            "The text says “%(written)s”; the head count is %(number)s participant.",
            "The text says “%(written)s”; the head count is %(number)s participants.",
            number,
        ),
        "responses": ngettext(
            "The text says “%(written)s”; the city table has %(number)s policy response.",
            "The text says “%(written)s”; the city table has %(number)s policy responses.",
            number,
        ),
        "services": ngettext(
            "The text says “%(written)s”; the vote had %(number)s service.",
            "The text says “%(written)s”; the vote had %(number)s services.",
            number,
        ),
        "voters": ngettext(
            "The text says “%(written)s”; %(number)s ballot was counted.",
            "The text says “%(written)s”; %(number)s ballots were counted.",
            number,
        ),
    }
    return texts[kind] % {"written": written, "number": phrases.number(number)}


def _averages(plain: str, document: Document) -> Iterator[Difference]:
    """Find averages in sentences that name one rated service, where the result is another."""
    means = [(0, name, mean) for name, mean in _means(document)]
    if not means:
        return
    for sentence in _SENTENCE_END.split(plain):
        named = _named_in(sentence, means)
        averages = [*_AVERAGE.finditer(sentence.translate(_DIGITS))]
        if not named or not averages:
            continue
        for number, match in enumerate(averages):
            possible = _services_of(number, averages, named) or means
            if not any(_is_rounded(match, mean) for _place, _name, mean in possible):
                _place, name, mean = possible[0] if possible is not means else named[0]
                written = sentence[match.start() : match.end()]
                message = _(
                    "The text says “%(written)s” for “%(service)s”; the average is %(mean)s."
                ) % {
                    "written": written,
                    "service": name,
                    "mean": phrases.number(round(mean, 2)),
                }
                yield message, written, mean


# Where a service is named in a sentence, its name and its average.
Named = tuple[int, str, float]


def _named_in(sentence: str, means: Iterable[Named]) -> list[Named]:
    """Return the services that a sentence names, in its order."""
    found = ((pattern_of_name(name).search(sentence), name, mean) for _place, name, mean in means)
    return sorted((match.start(), name, mean) for match, name, mean in found if match)


def _services_of(
    number: int, averages: Sequence[re.Match[str]], named: Sequence[Named]
) -> Sequence[Named]:
    """Return the services that an average may be of; none where others are called otherwise.

    Where each average follows a name of its own, it is of that one.
    """
    if len(averages) > len(named):
        return ()
    pairs = zip(named, averages, strict=False)
    ends = [*(place for place, _name, _mean in named[1:]), None]
    follow = len(named) == len(averages) and all(
        one[0] < average.start() and (end is None or average.start() < end)
        for (one, average), end in zip(pairs, ends, strict=False)
    )
    return [named[number]] if follow else named


def _means(document: Document) -> Iterable[tuple[str, float]]:
    for consultation in document.consultations:
        if isinstance(consultation, RatingsResult):
            for item in consultation.items:
                if item.mean is not None:
                    yield item.service.name.text, item.mean


def _is_rounded(match: re.Match[str], mean: float) -> bool:
    """Return whether what is written is *mean*, rounded to as many places in either way."""
    written = Decimal(f"{match[1]}.{match[2]}")
    exact, places = Decimal(str(mean)), Decimal(1).scaleb(-len(match[2]))
    return written in {exact.quantize(places, way) for way in (ROUND_HALF_UP, ROUND_HALF_EVEN)}
