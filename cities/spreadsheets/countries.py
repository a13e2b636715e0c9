"""Countries in cells, by code or by name in any of our languages."""

from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_countries import countries

from llex.core import languages
from llex.core.languages import data
from llex.core.languages.countries import all_names
from llex.core.spreadsheets.cells import typed
from llex.core.spreadsheets.columns import Code
from llex.core.text.name_keys import normalize_key
from llex.core.text.normalization import clean_code


@cache
def _codes() -> dict[str, str]:
    """Return the codes of countries by their folded names in all our languages.

    Among them is what people write instead of the official name: UK, USA, South Korea.
    """
    found = {key: code for code, name in all_names() if (key := normalize_key(name))}
    for language in languages.CODES:
        for code, names in data.read(language, "notes").get("countries", {}).items():
            found |= {normalize_key(name): code for name in names}
    return found


def country_code(text: str) -> str:
    """Return the code of a country, given its code or its name in one of our languages, or ""."""
    if code := _codes().get(normalize_key(text)):
        return code
    code = clean_code(text).upper()
    return code if code in countries else ""


class Country(Code):
    """A country by its code of two letters, or by its name in one of our languages."""

    def __init__(self) -> None:
        super().__init__(
            r"[A-Za-z]{2}", gettext_lazy("“%(typed)s” is not a country code; an example is KE.")
        )

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        if code := _codes().get(normalize_key(typed(value))):
            return code
        code = super().clean(value).upper()
        if code and code not in countries:
            raise ValueError(_("“%(typed)s” is not the code of a country.") % {"typed": code})
        return code
