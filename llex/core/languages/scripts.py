"""The script that a text is written in, to show people's names as readers write them."""

import unicodedata
from collections.abc import Iterable

from llex.core import languages


def script_of(text: str) -> str:
    """Return the script of the first letter of *text* as Unicode names it: ``"ARABIC"``.

    Empty where no letter is in it.
    """
    letter = next(filter(str.isalpha, text), "")
    return unicodedata.name(letter, "").partition(" ")[0] if letter else ""


def in_script_of(language: str, name: str, others: Iterable[str]) -> str:
    """Return *name*, or the first of its *others* that is in the script of *language* if it is not.

    The script of a language is that of its own name.
    """
    script = script_of(languages.name_of(language))
    if script_of(name) == script:
        return name
    return next((other for other in others if script_of(other) == script), name)
