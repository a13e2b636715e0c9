"""The languages that the interface and the notes are kept in."""

from typing import Final

from babel import Locale
from django.conf.locale import LANG_INFO
from django.utils.formats import get_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

LANGUAGES: Final = [
    ("en", "English"),
    ("fr", "Français"),
    ("es", "Español"),
    ("ar", "العربية"),
]
CODES: Final = tuple(code for code, _name in LANGUAGES)
DEFAULT: Final = "en"
# ISO 639 for what is in no language: an address, a code, a hashtag.
NO_LANGUAGE: Final = "zxx"

# ISO 639 codes of languages written from right to left; a contribution's original language may be
# any language, so this list is wider than CODES. Source: Unicode CLDR, script direction.
_RIGHT_TO_LEFT: Final = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}
)


def name_of(code: str) -> str:
    """Return the language's own name for itself, or the code where nobody knows its name."""
    known: dict[str, str] = LANG_INFO.get(code.lower(), {})
    return dict(LANGUAGES).get(code) or known.get("name_local", code)


def name_in_sentence(code: str) -> str:
    """Return the language's name in the active language, as Unicode CLDR writes it in sentences.

    It is the language's own name where CLDR has none.
    """
    reader = (get_language() or DEFAULT).partition("-")[0]
    known = Locale.parse(reader).languages
    return str(known.get(code) or known.get(code.partition("-")[0]) or name_of(code))


def only_in(code: str) -> str:
    """Say in the active language that a text exists only in language *code*."""
    return _("This text is available in %(language)s only.") % {"language": name_in_sentence(code)}


def direction(code: str) -> str:
    """Return ``"rtl"`` or ``"ltr"`` for a language code such as ``ar`` or ``pt-BR``."""
    return "rtl" if code.split("-", maxsplit=1)[0].lower() in _RIGHT_TO_LEFT else "ltr"


def fallbacks(code: str, first: str = DEFAULT) -> tuple[str, ...]:
    """Return where to look for a text: in the language asked for, in *first*, then in the rest."""
    return tuple(dict.fromkeys((code, first, *CODES)))


def signs(code: str) -> dict[str, str]:
    """Return how a language writes numbers, for the script that writes them anew."""
    with override(code):
        return {
            "decimal": get_format("DECIMAL_SEPARATOR"),
            "thousand": get_format("THOUSAND_SEPARATOR"),
        }
