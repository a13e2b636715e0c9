"""The regions of the world: continents by the code that GeoNames gives them."""

from typing import Final

from django.utils.translation import pgettext_lazy

# In the order of lists. "" is for associations without a country.
REGIONS: Final = {
    "AF": pgettext_lazy("region of the world", "Africa"),
    "AS": pgettext_lazy("region of the world", "Asia"),
    "EU": pgettext_lazy("region of the world", "Europe"),
    "NA": pgettext_lazy("region of the world", "North and Central America, Caribbean"),
    "SA": pgettext_lazy("region of the world", "South America"),
    "OC": pgettext_lazy("region of the world", "Oceania"),
    "AN": pgettext_lazy("region of the world", "Antarctica"),
    "": pgettext_lazy("region of the world", "No region"),
}

# Those where people live.
INHABITED: Final = tuple(code for code in REGIONS if code not in {"AN", ""})


def region_name(code: str) -> str:
    """Return the name of a region in the active language, empty for an unknown code."""
    return str(REGIONS[code]) if code and code in REGIONS else ""
