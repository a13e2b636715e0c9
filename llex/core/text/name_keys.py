"""A search key that is the same for all spellings of a name."""

import unicodedata
from typing import Final

from anyascii import anyascii

from llex.core.text.normalization import is_invisible

# Arabic letters that are written now so, now so; forms with a hamza or madda decompose.
_ALIKE: Final = {
    "ى": "ي",
    "ی": "ي",
    "ے": "ي",
    "ۍ": "ي",
    "ې": "ي",
    "ة": "ه",
    "ۃ": "ه",
    "ھ": "ه",
    "ہ": "ه",
    "ە": "ه",
    "ک": "ك",
    "ڪ": "ك",
    "ٱ": "ا",
    "ـ": "",
}
# The marks that make another letter of a kana; all other marks may be left out.
_VOICED: Final = frozenset("\u3099\u309a")
# Letters that look like apostrophes, hyphens or accents: ʻ, ʼ, ꞌ.
_LIKE_MARKS: Final = frozenset({*map(chr, range(0x02B0, 0x0300)), "\ua788", "\ua78b", "\ua78c"})


class _Letters(dict[int, str]):
    """The replacement of each character in a key, computed once."""

    def __missing__(self, code: int) -> str:
        self[code] = replacement = _letter(chr(code))
        return replacement


_LETTERS = _Letters()


def normalize_key(text: str) -> str:
    """Return a key that is the same however *text* is cased, accented, hyphenated or spaced.

    Works in any script: accents go, letters stay, digits are those of ASCII. A text without
    letters or digits gives "".
    """
    # A decomposition can contain capitals: № is No.
    apart = unicodedata.normalize("NFKD", text.casefold()).casefold()
    return unicodedata.normalize("NFC", apart.translate(_LETTERS))


def normalize_words(text: str) -> list[str]:
    """Return the keys of the words of *text*, parted by spaces, in order."""
    return [key for word in text.split() if (key := normalize_key(word))]


def _letter(character: str) -> str:
    category = unicodedata.category(character)
    if category[0] not in "LMN" or character in _LIKE_MARKS or is_invisible(character):
        return ""
    if unicodedata.combining(character):
        return character if character in _VOICED else ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if unicodedata.name(character, "").startswith("LATIN "):
        return "".join(filter(str.isalnum, anyascii(character).lower()))
    return _ALIKE.get(character, character)
