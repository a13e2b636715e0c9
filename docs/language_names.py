"""Write the names of the world's languages from Unicode CLDR.

`python docs/language_names.py` writes llex/core/languages/world_languages.json, each language's
name for itself, and language_names.json in the folder of each language of the site; for developers,
after an update of Babel and for a new folder. CLDR is read once, here, so that no server holds
three hundred locales in memory.
"""

import json
from pathlib import Path

from babel import Locale, localedata

LANGUAGES = Path(__file__).resolve().parent.parent / "llex/core/languages"
OWN = LANGUAGES / "world_languages.json"

# Macro languages and inventions that nobody governs a city in.
LEFT_OUT = frozenset({"no", "sh", "tl", "tok", "jbo", "vo", "ie", "io", "prg", "ia", "cu"})
WRITTEN_APART = {"zh-Hant": "zh_Hant"}


def own_names() -> dict[str, str]:
    """Return each language's name for itself, else its name in English."""
    plain = {code for code in localedata.locale_identifiers() if "_" not in code}
    english = {str(code): str(name) for code, name in Locale.parse("en").languages.items()}
    two_letters = {code for code in english if len(code) == 2}  # noqa: PLR2004
    own = {
        code: Locale.parse(code).get_language_name() if code in plain else None
        for code in (plain | two_letters) - LEFT_OUT
    }
    own |= {code: Locale.parse(name).get_display_name() for code, name in WRITTEN_APART.items()}
    return {code: name or english[code] for code, name in own.items() if name or code in english}


def names_in(reader: str, codes: list[str]) -> dict[str, str]:
    """Return the names of languages as *reader* writes them inside a sentence."""
    names = Locale.parse(reader).languages
    known = {code: code.replace("-", "_") for code in codes}
    return {code: str(names[key]) for code, key in known.items() if key in names}


def write(path: Path, table: dict[str, str]) -> None:
    """Write one name a line."""
    path.write_text(
        json.dumps(table, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    own = own_names()
    write(OWN, own)
    for folder in LANGUAGES.glob("*/language.toml"):
        write(folder.with_name("language_names.json"), names_in(folder.parent.name, sorted(own)))
