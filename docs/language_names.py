"""Write the names of the world's languages from Unicode CLDR.

`python docs/language_names.py` writes llex/core/languages/world_languages.json anew; for
developers, after an update of Babel. CLDR is read once, here, so that no server holds three
hundred locales in memory.
"""

import json
from pathlib import Path

from babel import Locale, localedata

READERS = ("en", "fr", "es", "ar")
TABLE = Path(__file__).resolve().parent.parent / "llex/core/languages/world_languages.json"

# Macro languages and inventions that nobody governs a city in.
LEFT_OUT = frozenset({"no", "sh", "tl", "tok", "jbo", "vo", "ie", "io", "prg", "ia", "cu"})
WRITTEN_APART = {"zh-Hant": "zh_Hant"}


def named() -> dict[str, dict[str, str]]:
    """Return each language's name for itself ("own") and its name in each of ours."""
    plain = {code for code in localedata.locale_identifiers() if "_" not in code}
    english = {str(code) for code in Locale.parse("en").languages}
    two_letters = {code for code in english if len(code) == 2}  # noqa: PLR2004
    own = {
        code: Locale.parse(code).get_language_name() if code in plain else None
        for code in (plain | two_letters) - LEFT_OUT
    }
    own |= {code: Locale.parse(name).get_display_name() for code, name in WRITTEN_APART.items()}
    readers = {code: Locale.parse(code).languages for code in READERS}
    return {
        code: {
            "own": _capital(name or str(readers["en"][code])),
            **{
                reader: _capital(str(names[code.replace("-", "_")]))
                for reader, names in readers.items()
                if code.replace("-", "_") in names
            },
        }
        for code, name in own.items()
        if name or code in english
    }


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _line(names: dict[str, str]) -> str:
    return json.dumps(names, ensure_ascii=False)


if __name__ == "__main__":
    table = named()
    lines = ",\n".join(f"{json.dumps(key)}: {_line(table[key])}" for key in sorted(table))
    TABLE.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
