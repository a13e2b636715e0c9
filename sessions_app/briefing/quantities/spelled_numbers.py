"""Numbers and months that a text names in words."""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final, Literal, NamedTuple

from llex.core.languages import data
from llex.core.text.name_keys import normalize_key
from sessions_app.briefing.quantities.number_words import months, number_words

# With vowels in Arabic.
_WORD: Final = re.compile(r"(?:[^\W\d_][\u064b-\u0652]*)+")
_BETWEEN: Final = re.compile(r"[\s\-\u2010\u2011]*")
_HALF: Final = Decimal("0.5")
_HUNDRED: Final = Decimal(100)
_THOUSAND: Final = Decimal(1000)
_SEVEN: Final = Decimal(7)
_TEN: Final = Decimal(10)
_MOST_PARTS: Final = 5
_FOUR, _TWENTY, _EIGHTY = Decimal(4), Decimal(20), Decimal(80)


class Month(NamedTuple):
    """A month that is named, or written as a figure in a date."""

    number: int


NumberKind = Literal["count", "part", "times", "rank"]


class NumberWord(NamedTuple):
    """A number in words, as written, with what it may mean, and of which kind it is.

    A half is a part of a whole, “twice” says how many times, “second” is a rank.
    """

    text: str
    meant: frozenset[Decimal]
    kind: NumberKind = "count"


def numbers_in_words(text: str, language: str) -> set[Decimal]:
    """Return every number that *text* may have in words."""
    found: set[Decimal] = set()
    for run in _runs(text, language):
        found |= {*run, compound(run, language)}
    words = {word for match in _WORD.finditer(text) for word in _forms(match[0], language)}
    parts, scales = number_words(language).parts, number_words(language).scales
    named = {part for word in words & parts.keys() for part in parts[word]}
    if _HALF in named:
        # “Half a million”, “two million and a half”.
        halves = {_HALF * scales[word] for word in words & scales.keys()}
        found |= halves | {whole + half for whole in found for half in halves}
    return found | named


@lru_cache(maxsize=4096)
def exact_numbers(text: str, language: str) -> tuple[NumberWord, ...]:
    """Return the counts of two and more, parts of a whole, times and ranks *text* has in words.

    One counts where it is one of several. Dozens and the like, which are not exact, are left out.
    """
    text = _days_and_months(language).sub(lambda match: " " * len(match[0]), text)
    return (
        *_counts_and_times(text, language),
        *_one_of_several(text, language),
        *_one_in_several(text, language),
        *_parts_and_ranks(text, language),
    )


def _counts_and_times(text: str, language: str) -> Iterator[NumberWord]:
    words = number_words(language)
    for start, end, values in _places_of_runs(text, language):
        number = compound(values, language)
        written = [match[0] for match in _WORD.finditer(text, start, end)]
        is_exact = all(_is_among(word, words.cardinals, language) for word in written)
        # A scale alone belongs to figures: 2.5 million.
        has_unit = any(not _is_among(word, words.scales, language) for word in written)
        if is_exact and has_unit and number > 1:
            is_rank = any(_meaning(word, language).rank for word in written)
            is_times = _times_behind(language).match(text, end)
            kind: NumberKind = "rank" if is_rank else "times" if is_times else "count"
            yield NumberWord(text[start:end], frozenset({number}), kind)
    for match in _WORD.finditer(text):
        meaning = _meaning(match[0], language)
        if meaning.times:
            yield NumberWord(match[0], frozenset({meaning.times}), "times")
        elif meaning.is_dual:
            yield NumberWord(match[0], frozenset({Decimal(2)}))


def _parts_and_ranks(text: str, language: str) -> Iterator[NumberWord]:
    whole = _no_parts(language).sub(lambda match: " " * len(match[0]), text)
    for match in _WORD.finditer(text):
        is_whole = whole[match.start()] == " "
        if not is_whole and (part := _part(match[0], language)):
            # “Thirds” may also answer to the figures 2 and 3, which are no part.
            shares = frozenset(value for value in part if value < 1 or value > _MOST_PARTS)
            yield NumberWord(match[0], shares, "part")
        elif (rank := _meaning(match[0], language).rank) and not _is_among(
            match[0], number_words(language).cardinals, language
        ):
            yield NumberWord(match[0], frozenset({rank}), "rank")


class _Meaning(NamedTuple):
    """Times, rank or dual that a word may mean besides a count."""

    times: Decimal | None
    rank: Decimal | None
    is_dual: bool


@lru_cache(maxsize=20_000)
def _meaning(word: str, language: str) -> _Meaning:
    words, forms = number_words(language), tuple(_forms(word, language))
    times, rank = (
        next((table[form] for form in forms if form in table), None)
        for table in (words.times, words.ranks)
    )
    # Arabic says two of something by the form of the word alone.
    is_dual = not words.duals.isdisjoint(forms)
    return _Meaning(times, rank, is_dual)


def _one_of_several(text: str, language: str) -> Iterator[NumberWord]:
    for match in _one_of(language).finditer(text):
        yield NumberWord(match[0], frozenset({Decimal(1)}))


@lru_cache(maxsize=4096)
def inexact_numbers(text: str, language: str) -> frozenset[Decimal]:
    """Return the numbers of words such as “both” and “dozen”, which need no answer."""
    words = number_words(language)
    values = (
        value
        for match in _WORD.finditer(text)
        if (value := _value(match[0], language)) is not None
        and not _is_among(match[0], words.cardinals, language)
        and not any(form in words.ranks for form in _forms(match[0], language))
    )
    return frozenset(values)


@cache
def _times_behind(language: str) -> re.Pattern[str]:
    """Return a pattern of “times” behind a number."""
    nouns = "|".join(number_words(language).times_nouns) or "(?!)"
    return re.compile(rf"[\s\u00a0\u202f]+(?:{nouns})(?!\w)", re.IGNORECASE)


@cache
def _one_of(language: str) -> re.Pattern[str]:
    forms = "|".join(number_words(language).one_of) or "(?!)"
    return re.compile(rf"(?<!\w)(?:{forms})(?!\w)", re.IGNORECASE)


def _one_in_several(text: str, language: str) -> Iterator[NumberWord]:
    """Yield what is told as one in so many: “one in two” is a half."""
    for match in _one_in(language).finditer(text):
        number = _value(match["of"], language) if match["of"].isalpha() else Decimal(match["of"])
        if number and number > 1:
            shares = {1 / number, Decimal(int(_HUNDRED / number))}
            yield NumberWord(match[0], frozenset(shares), "part")


@cache
def _one_in(language: str) -> re.Pattern[str]:
    before = "|".join(number_words(language).one_in) or "(?!)"
    return re.compile(
        rf"(?<!\w)(?:{before})[ \u00a0\u202f](?P<of>[^\W\d_]+|\d{{1,3}})(?!\w)", re.IGNORECASE
    )


@cache
def _days_and_months(language: str) -> re.Pattern[str]:
    """Return a pattern of Arabic days and months: Monday is “the two”, the second one November."""
    names = (*data.read(language, "language").get("weekdays", ()), *months(language))
    return re.compile("|".join(one for one in names if " " in one or one[:2] == "ال") or "(?!)")


@cache
def _no_parts(language: str) -> re.Pattern[str]:
    """Return a pattern of words that are parts of a whole elsewhere: a third place, an average."""
    return re.compile(
        rf"(?<!\w)(?:{'|'.join(number_words(language).no_parts) or '(?!)'})(?!\w)", re.IGNORECASE
    )


def _may_follow(one: Decimal, other: Decimal) -> bool:
    """Return whether adjacent words may be of one number: “ten and four” are two."""
    if max(one, other) >= _HUNDRED or (one, other) == (_FOUR, _TWENTY):
        return True
    # French says ten seven, ten eight, ten nine.
    is_tens = (one >= _TWENTY and one % _TEN == 0 and other < _TWENTY) or (
        one == _TEN and _SEVEN <= other < _TEN
    )
    # Arabic says three and twenty, and three ten.
    return is_tens or (one < _TEN <= other and other % _TEN == 0)


def _is_among(word: str, cardinals: Mapping[str, Decimal], language: str) -> bool:
    connectors = number_words(language).connectors
    return any(form in cardinals or form in connectors for form in _forms(word, language))


def compound(run: Iterable[Decimal], language: str) -> Decimal:
    """Return what number words mean together: “two million five hundred” is one number."""
    total = current = previous = Decimal(0)
    has_scores = number_words(language).has_scores
    for value in run:
        if value >= _THOUSAND:
            # A greater scale takes up all before it: “dos mil millones”.
            grown = total and total < value
            total = (total + current) * value if grown else total + (current or 1) * value
            current = Decimal(0)
        elif value == _HUNDRED:
            current = (current or 1) * _HUNDRED
        elif value == _TWENTY and previous == _FOUR and has_scores:
            current += _EIGHTY - _FOUR
        else:
            current += value
        previous = value
    return total + current


def months_named(text: str, language: str) -> set[Month]:
    """Return the months that *text* names."""
    names = months(language)
    return {Month(names[match[0].casefold()]) for match in month_pattern(language).finditer(text)}


@cache
def month_pattern(language: str) -> re.Pattern[str]:
    """Return a pattern of the names of the months, as whole words; the longest come first."""
    names = sorted(months(language), key=len, reverse=True)
    # Without names, a pattern that matches nothing.
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names)) or '(?!)'})\b", re.IGNORECASE)


def scale_of(word: str, language: str) -> Decimal | None:
    """Return the scale that a word means, or None."""
    return number_words(language).scales.get(normalize_key(word))


def _runs(text: str, language: str) -> Iterator[list[Decimal]]:
    """Yield the values of adjacent number words."""
    for _start, _end, run in _places_of_runs(text, language):
        yield run


def _places_of_runs(text: str, language: str) -> Iterator[tuple[int, int, list[Decimal]]]:
    """Yield where adjacent number words begin and end, and their values."""
    connectors = number_words(language).connectors
    run: list[Decimal] = []
    start = last = end = 0
    for match in _WORD.finditer(text):
        if run and not _BETWEEN.fullmatch(text, end, match.start()):
            yield start, last, run
            run = []
        end = match.end()
        value = _value(match[0], language)
        if run and value is not None and not _may_follow(run[-1], value):
            yield start, last, run
            run = []
        if value is not None:
            start = start if run else match.start()
            last = match.end()
            run.append(value)
        elif run and normalize_key(match[0]) not in connectors:
            yield start, last, run
            run = []
    if run:
        yield start, last, run


@lru_cache(maxsize=20_000)
def _value(word: str, language: str) -> Decimal | None:
    """Return what a number word means, or None; texts have the same words again and again."""
    known = number_words(language).numbers
    return next((known[form] for form in _forms(word, language) if form in known), None)


@lru_cache(maxsize=20_000)
def _part(word: str, language: str) -> frozenset[Decimal]:
    """Return the figures that may be written for a part of a whole, none for another word."""
    parts = number_words(language).parts
    return next((parts[form] for form in _forms(word, language) if form in parts), frozenset())


def _forms(word: str, language: str) -> Iterator[str]:
    """Yield a word folded, as it is and without the prefixes of its language."""
    folded = normalize_key(word)
    for prefix in number_words(language).prefixes:
        if folded.startswith(prefix):
            yield folded.removeprefix(prefix)
