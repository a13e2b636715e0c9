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
    return f"zzr{code.lower()}"


def of_country(code: str) -> str:
    return f"zzc{code.lower()}"


def of_status(code: str) -> str:
    return f"zzu{code}"


def of_year(year: int | str) -> str:
    return f"zzy{year}"


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


# The tokens of what phrases name, by the subject of the concept.
CONCEPTS: Final = {
    "region": of_region,
    "country": of_country,
    "status": of_status,
    "kind": of_kind,
}
