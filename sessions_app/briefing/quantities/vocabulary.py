"""The words for numbers and months in the languages of notes, as `name_keys` folds them."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from typing import Final

from llex.core.text.name_keys import normalize_key
from sessions_app.importing.recognising.vocabulary import VOCABULARIES

# Each word stands at the number it means; words that mean the same are parted by a stroke.
_UNITS: Final = {
    "en": (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
        " fifteen sixteen seventeen eighteen nineteen"
    ),
    "fr": (
        "zéro un|une|premier|première deux trois quatre cinq six sept huit neuf dix onze douze"
        " treize quatorze quinze seize"
    ),
    "es": (
        "cero un|uno|una|primer|primera|primero dos tres cuatro cinco seis siete ocho nueve diez"
        " once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte"
        " veintiuno|veintiún|veintiuna veintidós veintitrés veinticuatro veinticinco veintiséis"
        " veintisiete veintiocho veintinueve"
    ),
    "ar": (
        "صفر واحد|واحدة|أول|أولى اثنان|اثنين|اثنتان|اثنتين|ثاني|ثانية ثلاثة|ثلاث|ثالث|ثالثة"
        " أربعة|أربع|رابع|رابعة خمسة|خمس|خامس|خامسة ستة|ست|سادس|سادسة سبعة|سبع|سابع|سابعة"
        " ثمانية|ثماني|ثمان|ثامن|ثامنة تسعة|تسع|تاسع|تاسعة عشرة|عشر|عاشر|عاشرة"
    ),
}
_TENS: Final = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "fr": ("vingt|vingts trente quarante cinquante soixante septante huitante|octante nonante"),
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "ar": (
        "عشرون|عشرين ثلاثون|ثلاثين أربعون|أربعين خمسون|خمسين ستون|ستين سبعون|سبعين ثمانون|ثمانين"
        " تسعون|تسعين"
    ),
}
_OTHERS: Final[Mapping[str, Mapping[str, float]]] = {
    "en": {
        "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
        "eighth": 8, "ninth": 9, "tenth": 10, "hundred": 100, "hundreds": 100, "both": 2,
        "twice": 2, "double": 2, "doubled": 2, "doubling": 2, "pair": 2, "couple": 2, "triple": 3,
        "tripled": 3, "dozen": 12, "dozens": 12, "fortnight": 14, "decade": 10, "decades": 10,
        "century": 100,
    },
    "fr": {
        "deuxième": 2, "second": 2, "seconde": 2, "troisième": 3, "quatrième": 4, "cinquième": 5,
        "sixième": 6, "septième": 7, "huitième": 8, "neuvième": 9, "dixième": 10, "cent": 100,
        "cents": 100, "centaine": 100, "centaines": 100, "double": 2, "doubler": 2, "doublé": 2,
        "triple": 3, "triplé": 3, "dizaine": 10, "dizaines": 10, "douzaine": 12, "quinzaine": 15,
        "vingtaine": 20, "trentaine": 30, "quarantaine": 40, "cinquantaine": 50, "soixantaine": 60,
        "décennie": 10, "siècle": 100,
    },
    "es": {
        "segundo": 2, "segunda": 2, "tercer": 3, "tercero": 3, "tercera": 3, "cuarto": 4,
        "cuarta": 4, "quinto": 5, "quinta": 5, "sexto": 6, "sexta": 6, "séptimo": 7, "séptima": 7,
        "octavo": 8, "octava": 8, "noveno": 9, "novena": 9, "décimo": 10, "décima": 10,
        "cien": 100, "ciento": 100, "centenar": 100, "centenares": 100, "cientos": 100,
        "doscientos": 200, "doscientas": 200, "trescientos": 300, "trescientas": 300,
        "cuatrocientos": 400, "cuatrocientas": 400, "quinientos": 500, "quinientas": 500,
        "seiscientos": 600, "seiscientas": 600, "setecientos": 700, "setecientas": 700,
        "ochocientos": 800, "ochocientas": 800, "novecientos": 900, "novecientas": 900,
        "ambos": 2, "ambas": 2, "par": 2, "doble": 2, "duplicado": 2, "triple": 3, "decena": 10,
        "decenas": 10, "docena": 12, "docenas": 12, "quincena": 15, "veintena": 20,
        "treintena": 30, "cincuentena": 50, "década": 10, "siglo": 100,
    },
    "ar": {
        "مئة": 100, "مائة": 100, "مئات": 100, "مئتان": 200, "مئتين": 200, "مائتان": 200,
        "مائتين": 200, "ثلاثمئة": 300, "ثلاثمائة": 300, "أربعمئة": 400, "أربعمائة": 400,
        "خمسمئة": 500, "خمسمائة": 500, "ستمئة": 600, "ستمائة": 600, "سبعمئة": 700,
        "سبعمائة": 700, "ثمانمئة": 800, "ثمانمائة": 800, "تسعمئة": 900, "تسعمائة": 900,
        "ضعف": 2, "ضعفين": 2, "عقد": 10, "عقدين": 20, "قرن": 100, "ألفان": 2000,
        "ألفين": 2000, "ألفي": 2000, "مئتي": 200, "مائتي": 200,
        "مليونان": 2_000_000, "مليونين": 2_000_000,
        "مليوني": 2_000_000,
    },
}  # fmt: skip
_SCALES: Final[Mapping[str, Mapping[int, str]]] = {
    "en": {3: "thousand thousands", 6: "million millions mn", 9: "billion billions bn",
           12: "trillion trillions"},
    "fr": {3: "mille millier milliers", 6: "million millions", 9: "milliard milliards md mds mrd",
           12: "billion billions"},
    "es": {3: "mil miles millar millares", 6: "millón millones", 9: "millardo millardos",
           12: "billón billones"},
    "ar": {3: "ألف آلاف ألفا", 6: "مليون ملايين مليونا", 9: "مليار مليارات بليون بلايين",
           12: "تريليون تريليونات"},
}  # fmt: skip
# Parts of a whole, and what figures may stand for them.
_PARTS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {"half": "0.5 50", "halves": "0.5 50", "halved": "0.5 50", "quarter": "0.25 25 4",
           "quarters": "0.75 75 3 4", "third": "33", "thirds": "66 67 2 3"},
    "fr": {"moitié": "0.5 50", "demi": "0.5 50", "demie": "0.5 50", "quart": "0.25 25 4",
           "quarts": "0.75 75 3 4", "tiers": "33 66 67 2 3"},
    "es": {"mitad": "0.5 50", "medio": "0.5 50", "media": "0.5 50", "cuarto": "0.25 25 4",
           "cuarta": "0.25 25 4", "cuartas": "0.75 75 3 4", "cuartos": "0.75 75 3 4",
           "tercio": "33", "tercera": "33", "tercios": "66 67 2 3", "terceras": "66 67 2 3"},
    "ar": {"نصف": "0.5 50", "ربع": "0.25 25 4", "أرباع": "0.75 75 3 4", "ثلث": "33",
           "ثلثا": "66 67 3", "ثلثي": "66 67 3"},
}  # fmt: skip
# Arabic months have two sets of names, and Levantine ones are of two words.
_ARABIC_MONTHS: Final = (
    ("يناير", "كانون الثاني"), ("فبراير", "شباط"), ("مارس", "آذار"),
    ("أبريل", "إبريل", "نيسان"), ("مايو", "أيار", "ماي"), ("يونيو", "يونيه", "حزيران"),
    ("يوليو", "يوليه", "تموز"), ("أغسطس", "آب"), ("سبتمبر", "أيلول"),
    ("أكتوبر", "تشرين الأول"), ("نوفمبر", "تشرين الثاني"), ("ديسمبر", "كانون الأول"),
)  # fmt: skip
# What may stand between the words of one number.
CONNECTORS: Final = {"en": {"and"}, "fr": {"et"}, "es": {"y"}, "ar": {normalize_key("و")}}
# What Arabic writes in one with the word behind it.
PREFIXES: Final = {
    "ar": tuple(map(normalize_key, ("", "و", "ال", "ب", "ل", "وال", "بال", "لل", "ف")))
}


@cache
def numbers(language: str) -> dict[str, Decimal]:
    """Return the words of single numbers, those of scales among them."""
    listed = [*enumerate(_UNITS[language].split())]
    listed += [(10 * n, words) for n, words in enumerate(_TENS[language].split(), start=2)]
    found = {normalize_key(word): Decimal(n) for n, words in listed for word in words.split("|")}
    found |= {normalize_key(word): Decimal(value) for word, value in _OTHERS[language].items()}
    return found | scales(language)


@cache
def scales(language: str) -> dict[str, Decimal]:
    """Return the words for thousands, millions and more."""
    return {
        normalize_key(word): Decimal(10) ** power
        for power, words in _SCALES[language].items()
        for word in words.split()
    }


@cache
def parts(language: str) -> dict[str, frozenset[Decimal]]:
    """Return the words for parts of a whole, each with the figures that may stand for it."""
    return {
        normalize_key(word): frozenset(map(Decimal, figures.split()))
        for word, figures in _PARTS[language].items()
    }


@cache
def months(language: str) -> dict[str, int]:
    """Return the names of the months, and of each its number."""
    named: Iterable[Iterable[str]] = (
        _ARABIC_MONTHS if language == "ar" else VOCABULARIES[language].months
    )
    return {
        name.casefold(): number for number, names in enumerate(named, start=1) for name in names
    }
