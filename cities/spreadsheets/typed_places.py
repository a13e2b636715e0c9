"""Parse a cell that names a city, with its country or without."""

import re
from typing import Final, NamedTuple

from cities.spreadsheets.countries import country_code
from llex.core.spreadsheets import vocabulary
from llex.core.text.normalization import clean_line

_PLACE: Final = re.compile(r"\s*\n\s*|\s*[,،;]\s*|\s+[–—-]\s+|\s*/\s*|\s*\((?=[^()]+\)\s*$)")
# The length of a country's code.
_CODE: Final = 2


class TypedPlace(NamedTuple):
    """A city as a table names it, and its country as it is written there."""

    city: str
    country: str


def place(text: str, country: str = "") -> TypedPlace:
    """Return the city and the country of a cell that may hold both: “Lisbon (Portugal)”."""
    parts = [part for part in map(clean_line, _PLACE.split(text)) if part]
    last = parts[-1].removesuffix(")").strip() if len(parts) > 1 else ""
    # Behind a comma two letters may be those of a state: “Denver, CO”.
    is_name = len(last) > _CODE or text.rstrip().endswith(")")
    code = country_code(last) if last and is_name else ""
    whole = clean_line(text)
    if code and (not country or country_code(country) == code):
        rest = whole[: whole.rfind(last)].rstrip(" ,،;–—-/(")
        return TypedPlace(_bare(rest), clean_line(country) or last)
    return TypedPlace(_bare(whole), clean_line(country))


def _bare(name: str) -> str:
    return vocabulary.without_beginning(name, "city_of")
