"""Numbers and dates that a text writes in figures, in the way of its language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final

from sessions_app.briefing.quantities.number_words import months, number_words, of_all_languages
from sessions_app.briefing.quantities.spelled_numbers import Month, month_pattern, scale_of

Value = Decimal | Month
Values = frozenset[Value]

_SPACES: Final = " \u00a0\u2009\u202f"
# Arabic and Persian figures. People confuse the Arabic signs for thousands, decimals and lists, so
# that the figures behind a sign decide what it means, as in Latin script.
_LATIN: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫٬،٪", "01234567890123456789.,,%")
_NUMBER: Final = re.compile(
    rf"\d{{1,3}}(?:(?P<sign>[{_SPACES}.,'’])\d{{3}})(?:(?P=sign)\d{{3}})*(?!\d)(?:[.,]\d+)?(?!\d)"
    r"|\d+(?:[.,]\d+)?"
)
_NEXT_WORD: Final = re.compile(rf"[{_SPACES}]*-?([^\W\d_]+)")
_SHORT_SCALES: Final = {"m": Decimal(10) ** 6, "k": Decimal(10) ** 3}
_NOON: Final = 12
# Each text is compared with those of several languages, and checked again after an edit.
_REMEMBERED: Final = 4096


@dataclass(frozen=True, slots=True)
class Written:
    """A number or a month as it is written, and what it may mean.

    *parts* are the numbers that it means if a space in it separates two.
    """

    text: str
    readings: Values
    parts: Values = frozenset()

    def is_among(self, values: Values) -> bool:
        """Return whether one of its meanings is among *values*."""
        return bool(self.readings & values) or (bool(self.parts) and self.parts <= values)


@lru_cache(maxsize=_REMEMBERED)
def figures(text: str, language: str) -> tuple[tuple[Written, ...], Values]:
    """Return what is written in figures, and what they may mean besides.

    Clock times, names such as COVID-19, fractions and ambiguous dates are only such meanings.
    """
    reader = _Reader(text, language)
    reader.take_out()
    written = (*reader.months(), *reader.dates, *reader.numbers())
    return written, frozenset(reader.hinted)


@lru_cache(maxsize=_REMEMBERED)
def numbers_with_places(text: str, language: str) -> tuple[tuple[int, int, Values], ...]:
    """Return where numbers in figures begin and end, with their words of scale, and what they mean.

    Dates, clock times and numbers that are part of a name are left out.
    """
    reader = _Reader(text, language)
    reader.take_out()
    return reader.places()


class _Reader:
    def __init__(self, text: str, language: str) -> None:
        self.original = text
        # As long as the original, so that positions are the same in both.
        self.text = text.translate(_LATIN)
        self.language = language
        self.hinted: set[Value] = set()
        self.dates: list[Written] = []

    def take_out(self) -> None:
        """Read clock times, dates and other special forms, and replace them by spaces."""
        for pattern, name in _special():
            found = list(pattern.finditer(self.text))
            for match in found:
                groups = {key: int(value) for key, value in match.groupdict().items() if value}
                getattr(self, f"_{name}")(self.original[match.start() : match.end()], groups)
            for match in found:
                before, behind = self.text[: match.start()], self.text[match.end() :]
                self.text = f"{before}{' ' * len(match[0])}{behind}"

    def months(self) -> Iterator[Written]:
        names = months(self.language)
        day_before, number_after = _around_month()
        for match in month_pattern(self.language).finditer(self.text):
            day = day_before.search(self.text, max(0, match.start() - 16), match.start())
            after = number_after.match(self.text, match.end())
            # “May” and “march” are other words too, without a day or a year beside them.
            if day or after:
                start = day.start() if day else match.start()
                shown = self.original[start : after.end() if after else match.end()]
                yield Written(shown.strip(), frozenset({Month(names[match[0].casefold()])}))

    def numbers(self) -> Iterator[Written]:
        found = [(match, *self._scaled(match)) for match in _NUMBER.finditer(self.text)]
        for position, (match, readings, end) in enumerate(found):
            meant, parts = set(readings), _parted(match)
            following = found[position + 1] if position + 1 < len(found) else None
            if following and end == match.end():
                meant |= self._sharing(match, readings, following[0], following[2])
            self.hinted |= parts
            if self._is_part_of_a_word(match):
                self.hinted |= meant
            else:
                yield Written(self.original[match.start() : end], frozenset(meant), parts)

    def places(self) -> tuple[tuple[int, int, Values], ...]:
        """Return start, end and meanings of each number that is not part of a word."""
        return tuple(
            (match.start(), end, frozenset(readings))
            for match in _NUMBER.finditer(self.text)
            for readings, end in [self._scaled(match)]
            if not self._is_part_of_a_word(match)
        )

    # --- Special forms ----------------------------------------------------------------------------

    def _nothing(self, _text: str, _found: dict[str, int]) -> None:
        """Skip a form that says no quantity."""

    def _hints(self, _text: str, found: dict[str, int]) -> None:
        self.hinted |= {Decimal(value) for value in found.values()}
        if "opening" in found:
            self.hinted.add(Decimal(found["opening"] // 100 * 100 + found["closing"]))
        if "decade" in found:
            self.hinted.add(Decimal(found["decade"] % 100))
        if "over" in found and "under" in found and found["under"]:
            self.hinted.add(Decimal(found["over"]) / found["under"])

    def _idiom(self, text: str, _found: dict[str, int]) -> None:
        self.hinted |= {Decimal(figures) for figures in re.findall(r"\d+", text)}

    def _half_day(self, _text: str, found: dict[str, int]) -> None:
        self._hints("", found)
        self.hinted.add(Decimal(found["hour"] + _NOON))

    def _years(self, text: str, found: dict[str, int]) -> None:
        self._hints(text, found)
        self.dates.append(Written(text[:4], frozenset({Decimal(found["opening"])})))

    def _date(self, text: str, found: dict[str, int]) -> None:
        year, first, second = found["year"], found["first"], found["second"]
        self.dates.append(Written(text, frozenset({Decimal(year)})))
        # Which of the two is the day differs from country to country.
        self.hinted |= {Decimal(first), Decimal(second), Month(first), Month(second)}

    def _iso_date(self, text: str, found: dict[str, int]) -> None:
        values: tuple[Value, ...] = (
            Decimal(found["year"]), Month(found["month"]), Decimal(found["day"]),
        )  # fmt: skip
        self.dates += [Written(text, frozenset({value})) for value in values]

    def _roman(self, text: str, _found: dict[str, int]) -> None:
        worth = [_ROMAN[sign] for sign in re.match(r"[IVXLCDM]+", text)[0]]  # type: ignore[index]
        pairs = zip(worth, [*worth[1:], 0], strict=True)
        self.hinted.add(Decimal(sum(-one if one < then else one for one, then in pairs)))

    # --- Plain numbers ----------------------------------------------------------------------------

    def _scaled(self, match: re.Match[str]) -> tuple[set[Decimal], int]:
        """Return what a number may mean with the words of scale behind it, and where these end."""
        readings, end = _readings(match[0], self.language), match.end()
        while word := _NEXT_WORD.match(self.text, end):
            if scale := scale_of(word[1], self.language):
                readings, end = {value * scale for value in readings}, word.end()
                continue
            if short := _SHORT_SCALES.get(word[1].casefold()):
                # Or metres, or a name.
                readings |= {value * short for value in readings}
            break
        return readings, end

    def _sharing(
        self, match: re.Match[str], readings: set[Decimal], after: re.Match[str], end: int
    ) -> set[Decimal]:
        """Return what a number means if it shares the scale of the next one."""
        if end == after.end() or not _between().fullmatch(self.text, match.end(), after.start()):
            return set()
        scale = Decimal(1)
        for word in re.findall(r"[^\W\d_]+", self.text[after.end() : end]):
            scale *= scale_of(word, self.language) or 1
        return {value * scale for value in readings}

    def _is_part_of_a_word(self, match: re.Match[str]) -> bool:
        """Return whether it belongs to a name: G20, COVID-19, كوفيد-19; but not بـ10."""
        before = self.text[max(0, match.start() - 2) : match.start()]
        if before[-1:] in ("-", "\u2010", "\u2011"):
            return before[:1].isalpha()
        return before[-1:] == "#" or (before[-1:].isascii() and before[-1:].isalpha())


def _parted(match: re.Match[str]) -> frozenset[Decimal]:
    """Return the numbers that a plain space in a number may separate."""
    if match["sign"] != " " or set(match[0]) & set(".,"):
        return frozenset()
    return frozenset(map(Decimal, match[0].split(" ")))


def _readings(digits: str, language: str) -> set[Decimal]:
    """Return what figures may mean: a sign before three of them is for thousands or decimals."""
    digits = re.sub(rf"[{_SPACES}'’]", "", digits)
    signs = [sign for sign in digits if sign in ".,"]
    if not signs:
        return {Decimal(digits)}
    whole, _sign, rest = digits.rpartition(signs[-1])
    whole = re.sub(r"[.,]", "", whole)
    fraction, thousands = Decimal(f"{whole}.{rest}"), Decimal(whole + rest)
    if len(signs) > 1:
        return {thousands if len(set(signs)) == 1 else fraction}
    if len(rest) != 3 or whole == "0":  # noqa: PLR2004 - thousands are written in threes
        return {fraction}
    match number_words(language).separators.get(signs[0]):
        case "thousands":
            return {thousands}
        case "decimals":
            return {fraction}
    return {fraction, thousands}


_ROMAN: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_CLOCK: Final = r"(?<!\d)(?P<hour>[01]?\d|2[0-4])"


def _alternatives(key: str) -> str:
    """Return a pattern of the words of *key* in all languages."""
    return "|".join(map(re.escape, of_all_languages(key))) or "(?!)"


@cache
def _between() -> re.Pattern[str]:
    """Return a pattern of what is between numbers that share a scale: “1,2 et 1,5 million”."""
    return re.compile(rf"\s*(?:[-‐-―]|{_alternatives('between')})\s*")


@cache
def _around_month() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of a day before a month and of a day or year behind it."""
    ordinals, of = _alternatives("ordinals"), _alternatives("of")
    return (
        re.compile(rf"(?<!\d)\d{{1,2}}(?:{ordinals})?\.?\s+(?:(?:{of})\s+)?$"),
        re.compile(rf"\.?,?\s+(?:(?:{of})\s+)?\d{{1,4}}(?!\d)"),
    )


@cache
def _special() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return patterns, to be taken out one after the other, and the `_Reader` method of each."""
    times = _alternatives("before_times")
    hours, roman = _alternatives("hours"), _alternatives("roman_ordinals")
    before = "|".join(rf"(?<={re.escape(word)} )" for word in of_all_languages("before_hours"))
    idioms = "|".join(of_all_languages("idioms")) or "(?!)"
    patterns = (
        (r"https?://\S+|www\.\S+|(?<![^\s@])[^\s@]+@[^\s@]+\.\w+", "nothing"),
        (rf"(?i:{_alternatives('names')})[\s\u00a0-]*19(?!\d)", "nothing"),
        (idioms, "idiom"),
        (r"(?<!\d)(?P<year>[12]\d{3})-(?P<month>0\d|1[0-2])-(?P<day>[0-3]\d)(?!\d)", "iso_date"),
        (
            r"(?<!\d)(?P<first>\d{1,2})(?:[/.])(?P<second>\d{1,2})[/.](?P<year>[12]\d{3})(?!\d)",
            "date",
        ),
        (
            _CLOCK + r"(?:[.:](?P<minute>[0-5]\d))?(?i:[\s\u00a0\u202f]*(?:[ap]\.?\s?m\b\.?))",
            "half_day",
        ),
        (_CLOCK + r"(?:[:h]|\s?h\s?)(?P<minute>[0-5]\d)(?!\d)", "hints"),
        (rf"(?i:\b(?:{times})) (?P<hour>\d{{1,2}})[.:](?P<minute>[0-5]\d)(?!\d)", "hints"),
        (_CLOCK + rf"(?={_between().pattern}\d{{1,2}}[\s\u00a0\u202f]*(?:{hours})\b)", "hints"),
        (_CLOCK + rf"(?i:[\s\u00a0\u202f]*(?:{hours})\b)", "hints"),
        (rf"(?:{before or '(?!)'})(?P<hour>\d{{1,2}})(?!\d)", "hints"),
        (r"(?<!\d)(?P<opening>(?:19|20)\d\d)[-/\u2010-\u2013](?P<closing>\d\d)(?!\d)", "years"),
        (rf"(?<!\d)(?P<decade>(?:[12]\d)?\d0)['’]?(?:{_alternatives('decades')})\b", "hints"),
        (r"(?<![\d.,/])(?P<over>\d{1,3})/(?P<under>\d{1,3})(?![\d/])", "hints"),
        (rf"\b[IVXLC]{{2,}}(?:{roman})?\b|\b[VX](?:{roman})?\b", "roman"),
    )
    return tuple((re.compile(pattern), method) for pattern, method in patterns)
