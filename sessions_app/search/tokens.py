"""The tokens of the index that are no stems: filters, titles, answers.

They begin with letters that no word of a language begins with.
"""

from collections.abc import Iterable
from typing import Final

from sessions_app.models import SearchDocument

# Regions that readers name and that are no continents, by their countries (ISO 3166).
_REGIONS: Final = {
    "LA": "AR BO BR CL CO CR CU DO EC GT HN HT MX NI PA PE PR PY SV UY VE",
    "CB": "AG BB BS CU DM DO GD GP HT JM KN LC MQ PR TT VC",
    "ME": "AE BH DZ EG IQ IR JO KW LB LY MA MR OM PS QA SA SD SY TN TR YE",
    "central-america": "BZ CR GT HN NI PA SV",
    "southern-cone": "AR CL PY UY",
    "andes": "BO CL CO EC PE VE",
    "nordic": "DK FI FO GL IS NO SE",
    "baltic": "EE LT LV",
    "balkans": "AL BA BG GR HR ME MK RO RS SI XK",
    "north-africa": "DZ EG EH LY MA MR SD TN",
    "maghreb": "DZ EH LY MA MR TN",
    "sahel": "BF ML MR NE SN TD",
    "west-africa": "BF BJ CI CV GH GM GN GW LR ML MR NE NG SL SN TG",
    "east-africa": "BI DJ ER ET KE RW SO SS TZ UG",
    "central-africa": "CD CF CG CM GA GQ ST TD",
    "southern-africa": "AO BW LS MW MZ NA SZ ZA ZM ZW",
    "sub-saharan": (
        "AO BF BI BJ BW CD CF CG CI CM CV DJ ER ET GA GH GM GN GQ GW KE KM LR LS MG ML MR MU MW MZ "
        "NA NE NG RW SC SD SL SN SO SS ST SZ TD TG TZ UG ZA ZM ZW"
    ),
    "southeast-asia": "BN ID KH LA MM MY PH SG TH TL VN",
    "south-asia": "AF BD BT IN LK MV NP PK",
    "east-asia": "CN HK JP KP KR MN MO TW",
    "central-asia": "KG KZ TJ TM UZ",
    "gulf": "AE BH KW OM QA SA",
    "levant": "IQ JO LB PS SY",
    "southern-europe": "AD AL BA CY ES GR HR IT ME MK MT PT RS SI SM",
    "eastern-europe": "BG BY CZ HU MD PL RO RU SK UA",
    "western-europe": "AT BE CH DE FR GB IE LI LU MC NL",
    "northern-europe": "DK EE FI FO GB IE IS LT LV NO SE",
}
_SIZES: Final = (
    (100_000, SearchDocument.Size.SMALL),
    (1_000_000, SearchDocument.Size.MEDIUM),
    (5_000_000, SearchDocument.Size.LARGE),
)
ANSWERS: Final = "zzanswers"


def in_title(stem: str) -> str:
    return f"zzt{stem}"


def answering(stem: str) -> str:
    """Return the token of what answers a challenge whose words have *stem*."""
    return f"zza{stem}"


def of_readers(language: str) -> str:
    """Return the token of all rows for the readers of a language."""
    return "zzl" + "".join(filter(str.isalnum, language))


def of_kind(kind: str) -> str:
    return f"zzk{kind}"


def of_region(code: str) -> str:
    return "zzr" + "".join(filter(str.isalnum, code.lower()))


def of_size(code: str) -> str:
    return f"zzp{code}"


def of_country(code: str) -> str:
    return f"zzc{code.lower()}"


def of_status(code: str) -> str:
    return f"zzu{code}"


def of_year(year: int | str) -> str:
    return f"zzy{year}"


def of_month(year: int, month: int) -> str:
    return f"zzm{year:04}{month:02}"


def of_service(slug: str) -> str:
    return "zzs" + "".join(filter(str.isalnum, slug))


def of_challenge(slug: str) -> str:
    """Return the token of what answers the challenge with the address *slug*."""
    return "zzq" + "".join(filter(str.isalnum, slug))


def of_place(country: str, continent: str) -> Iterable[str]:
    """Yield the tokens of a country, its continent and the other regions that it is in."""
    if continent:
        yield of_region(continent)
    if country:
        yield of_country(country)
    for code, countries in _REGIONS.items():
        if country and country in countries.split():
            yield of_region(code)


def size_of(population: int | None) -> str:
    """Return the band of a population, "" where it is not known."""
    if population is None:
        return ""
    fitting = (size for most, size in _SIZES if population < most)
    return str(next(fitting, SearchDocument.Size.HUGE))


def sizes(population: int, is_more: bool | None) -> list[str]:
    """Return the bands with cities of more or of fewer inhabitants, or else of about as many."""
    if is_more is None:
        return [size_of(population)]
    bounds = [0, *(most for most, _size in _SIZES)]
    bands = [str(size) for _most, size in _SIZES] + [str(SearchDocument.Size.HUGE)]
    own = bands.index(size_of(population))
    if is_more:
        return bands[own:]
    return [band for band, least in zip(bands, bounds, strict=True) if least < population]


# The tokens of what phrases name, by the subject of the concept.
CONCEPTS: Final = {
    "region": of_region,
    "country": of_country,
    "size": of_size,
    "status": of_status,
    "kind": of_kind,
}
