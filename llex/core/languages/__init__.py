"""The languages of the interface and of the notes.

Everything that knows one language is in its folder here and in its catalogues in `locale/`. The
setting LANGUAGES says which are in use; `LANGUAGES` and `CODES` are what it says.
"""

from collections.abc import Iterable
from typing import Any, Final

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured
from django.utils.formats import get_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from llex.core.languages import data

# Pairs of a code and the language's own name for itself, and the codes alone.
LANGUAGES: list[tuple[str, str]]
CODES: tuple[str, ...]
DEFAULT: Final = "en"
# The tables have columns for these; any other language brings migrations of its own.
REQUIRED: Final[tuple[str, ...]] = (DEFAULT, "fr", "es", "ar")
# ISO 639 for what is in no language: an address, a code, a hashtag.
NO_LANGUAGE: Final = "zxx"

# ISO 639 codes of languages written from right to left; a contribution's original language may be
# any language, so this list is wider than CODES. Source: Unicode CLDR, script direction.
_RIGHT_TO_LEFT: Final = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}
)


def __getattr__(name: str) -> Any:
    if name == "LANGUAGES":
        return settings.LANGUAGES
    if name == "CODES":
        return tuple(code for code, _name in settings.LANGUAGES)
    raise AttributeError(name)


def choices() -> list[tuple[str, str]]:
    """Return the languages in use, for fields: a migration names this function, not the list."""
    return list(settings.LANGUAGES)


def configuration(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Return the setting LANGUAGES for *codes*.

    Raise ImproperlyConfigured for a language without a folder, and if a required one is missing.
    """
    wanted = tuple(dict.fromkeys(codes))
    if missing := set(REQUIRED) - set(wanted):
        raise ImproperlyConfigured(f"LANGUAGES must contain {sorted(missing)}.")
    if unknown := set(wanted) - set(data.available()):
        raise ImproperlyConfigured(
            f"LANGUAGES: {sorted(unknown)} have no data; there are {list(data.available())}."
        )
    return [(code, data.read(code, "language")["name"]) for code in wanted]


def applications(codes: Iterable[str]) -> list[str]:
    """Return the languages among *codes* that are Django apps: those with migrations."""
    return [f"{__name__}.{code}" for code in codes if (data.FOLDER / code / "migrations").is_dir()]


def name_of(code: str) -> str:
    """Return the language's own name for itself, or the code if its name is not known."""
    known: dict[str, str] = LANG_INFO.get(code.lower(), {})
    return dict(settings.LANGUAGES).get(code) or known.get("name_local", code)


def name_in_sentence(code: str) -> str:
    """Return the language's name in the active language, its own name for itself if it has none.

    It is in small letters where the active language writes it so.
    """
    known = data.read_names(get_language() or DEFAULT)
    return known.get(code) or known.get(code.partition("-")[0]) or name_of(code)


def only_in(code: str) -> str:
    """Return the notice, in the active language, that a text exists only in language *code*."""
    return _("This text is available in %(language)s only.") % {"language": name_in_sentence(code)}


def direction(code: str) -> str:
    """Return ``"rtl"`` or ``"ltr"`` for a language code such as ``ar`` or ``pt-BR``."""
    return "rtl" if code.split("-", maxsplit=1)[0].lower() in _RIGHT_TO_LEFT else "ltr"


def fallbacks(code: str, first: str = DEFAULT) -> tuple[str, ...]:
    """Return the order in which to look for a text: in *code*, in *first*, then in the rest."""
    return tuple(dict.fromkeys((code, first, *dict(settings.LANGUAGES))))


def signs(code: str) -> dict[str, str]:
    """Return the signs with which a language writes numbers, for scripts that format them."""
    with override(code):
        return {
            "decimal": get_format("DECIMAL_SEPARATOR"),
            "thousand": get_format("THOUSAND_SEPARATOR"),
        }
