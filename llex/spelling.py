"""One key for all the ways to write a name."""

import unicodedata
from typing import Final

# Letters that Unicode does not take apart, and Arabic ones that are written now so, now so.
_ALIKE: Final = {
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "ı": "i",
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
    "ى": "ي",
    "ة": "ه",
    "ک": "ك",
    "ی": "ي",
    "ـ": "",
}


class _Letters(dict[int, str]):
    """What each character becomes in a key, worked out once for each."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if unicodedata.combining(character) or unicodedata.category(character)[0] not in "LMN":
            kept = ""
        else:
            kept = _ALIKE.get(character, character)
        self[code] = kept
        return kept


_LETTERS = _Letters()


def fold(text: str) -> str:
    """Return a key that is the same however *text* is cased, accented, hyphenated or spaced.

    Works in any script: accents go, letters stay. A text without letters or digits gives "".
    """
    apart = unicodedata.normalize("NFKD", text.casefold())
    return unicodedata.normalize("NFC", apart.translate(_LETTERS))
