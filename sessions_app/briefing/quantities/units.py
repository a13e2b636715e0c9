"""The signs and words beside numbers: shares, currencies, measures."""

import re
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Final

from llex.core.languages import data
from sessions_app.briefing.quantities.figures import numbers_with_places

_SPACE: Final = r"[\s\u00a0\u202f]*"
_CURRENCIES: Final = {
    "dollar": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD"),
    "euro": ("EUR",),
    "pound": ("GBP",),
    "franc": ("CHF", "XOF", "XAF", "FCFA", "CFA"),
    "yen": ("JPY",),
    "yuan": ("CNY", "RMB"),
    "rand": ("ZAR",),
    "dirham": ("MAD", "AED"),
    "peso": ("MXN", "COP", "ARS", "CLP", "PHP", "UYU", "DOP"),
    "rupee": ("INR", "PKR", "NPR", "LKR"),
    "naira": ("NGN",),
    "shilling": ("KES", "TZS", "UGX", "KSh"),
    "cedi": ("GHS",),
    "real": ("BRL",),
    "lira": ("TRY",),
    "rupiah": ("IDR",),
    "won": ("KRW",),
    "baht": ("THB",),
    "rouble": ("RUB",),
    "krone": ("SEK", "NOK", "DKK", "ISK", "CZK"),
    "dinar": ("TND", "DZD", "JOD", "KWD", "RSD", "IQD", "BHD"),
    "riyal": ("SAR", "QAR", "OMR"),
    "birr": ("ETB",),
    "sol": ("PEN",),
}
_CODES: Final = {code: unit for unit, codes in _CURRENCIES.items() for code in codes}
_BEFORE: Final = re.compile(
    rf"(?:(?<!\w)(R\$|(?:US|A|C|CA|NZ|HK|S)\$|{'|'.join(_CODES)})|([€$£¥₹₦₩])){_SPACE}$"
)
_DOLLARS: Final = re.compile(r"^[A-QS-Z]{1,2}\$$")
_MARKS: Final = re.compile("[\u064b-\u0652]")
# What may be between a number and its unit: « 2 millions d’euros », “about”.
_LINK: Final = r"(?:(?:of|de|d’|d'|du|des|من)[\s\u00a0\u202f]*)?"
_ADJECTIVES: Final = (
    # Of a country: New Zealand dollars.
    r"(?:(?-i:[A-Z][a-z]+ ){1,2}(?=[a-z]))?"
    r"(?:(?:million|millions|millones|billion|billions|milliards?|M|Md|bn|mil)[\s\u00a0\u202f]*)?"
)
# A currency or unit that is not in the table: R 250,000, 12 kWh.
_CODE_BEFORE: Final = re.compile(r"(?<![^\W\d_])[A-Z]{1,3}\$?[\s\u00a0\u202f]?$")
_CODE_BEHIND: Final = re.compile(
    r"[\s\u00a0\u202f]?(?:[A-Z]{1,3}|[a-z]{0,2}[A-Z][a-z]?)(?![^\W\d_])"
)
_CODE: Final = re.compile(
    rf"{_SPACE}(?:(?:million|millions|millones|M|bn|mil){_SPACE})?({'|'.join(_CODES)})(?!\w)"
)
UNKNOWN: Final = "?"
# Time is told in many ways: three weeks are 21 days.
TIMES: Final = frozenset({"second", "minute", "hour", "day", "week", "month", "year"})


def units(text: str, language: str) -> Mapping[Decimal, list[str]]:
    """Return the units of the numbers in figures of a plain text, in its order, by the number.

    An empty unit for a number without one, or with one that is not known.
    """
    plain = _MARKS.sub("", text)
    found: defaultdict[Decimal, list[str]] = defaultdict(list)
    places = numbers_with_places(plain, language)
    named = [_unit_of(plain, start, end, language) for start, end, _readings in places]
    for number in range(len(places) - 2, -1, -1):
        # “Between 20 and 60%”: both are shares.
        if not named[number] and _range(language).fullmatch(
            plain, places[number][1], places[number + 1][0]
        ):
            named[number] = named[number + 1]
    for unit, (_start, _end, readings) in zip(named, places, strict=True):
        for reading in readings:
            if isinstance(reading, Decimal):
                found[reading].append(unit)
    return found


def unit_of_words(text: str, words: str, language: str) -> str:
    """Return the unit behind number *words* of a text, or in them, as in an Arabic dual."""
    plain = _MARKS.sub("", text)
    place = plain.find(_MARKS.sub("", words))
    behind = _unit_behind(plain[place + len(_MARKS.sub("", words)) :], language)
    own = _MARKS.sub("", words).casefold()
    stems = (
        own.removesuffix(ending)
        for ending in data.read(language, "numbers").get("dual_endings", ())
    )
    return behind or next(
        (_names(language)[stem] for stem in stems if stem in _names(language)), ""
    )


def names_unit(text: str, language: str, unit: str) -> bool:
    """Return whether a text names a unit at all: “412 reais each, or 690”."""
    words = [word for word, meant in _names(language).items() if meant == unit]
    found = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return bool(re.search(rf"(?:{found or '(?!)'})(?![\w²³])", _MARKS.sub("", text), re.IGNORECASE))


def _unit_of(plain: str, start: int, end: int, language: str) -> str:
    """Return the unit of the number between *start* and *end*, empty where it has none."""
    unit = _unit_before(plain[:start]) or _unit_behind(plain[end:], language)
    if not unit and (_CODE_BEFORE.search(plain[:start]) or _CODE_BEHIND.match(plain[end:])):
        return UNKNOWN
    return unit


@cache
def _range(language: str) -> re.Pattern[str]:
    """Return what is between the numbers of a range; an article may be before the second."""
    words = [*map(re.escape, data.read(language, "numbers").get("between", ())), "[-–]"]
    return re.compile(rf"\s*(?:{'|'.join(words)})\s*(?:(?:el|the|les?|os?)\s)?", re.IGNORECASE)


def _unit_before(text: str) -> str:
    match = _BEFORE.search(text)
    if match is None:
        return ""
    sign = match[1] or match[2]
    if sign in _CODES:
        return _CODES[sign]
    return _names("en").get("$" if _DOLLARS.match(sign) else sign.casefold(), "")


def _unit_behind(text: str, language: str) -> str:
    match = _pattern(language).match(text)
    if match is None:
        code = _CODE.match(text)
        return _CODES[code[1]] if code else ""
    return _names(language)[match["unit"].casefold()]


@cache
def _names(language: str) -> dict[str, str]:
    table: Mapping[str, list[str]] = data.read(language, "checks").get("units", {})
    return {
        _MARKS.sub("", word).casefold(): unit for unit, words in table.items() for word in words
    }


@cache
def _pattern(language: str) -> re.Pattern[str]:
    names = sorted(_names(language), key=len, reverse=True)
    words = "|".join(re.escape(name) for name in names) or "(?!)"
    return re.compile(rf"{_SPACE}-?{_ADJECTIVES}{_LINK}(?P<unit>{words})(?![\w²³])", re.IGNORECASE)
