"""Writes down what the languages of the world are called, out of Unicode CLDR."""

import json
from typing import Any, Final

from django.core.management.base import BaseCommand

from llex import languages
from llex.tongues import TABLE

# Macro languages and inventions that nobody governs a city in.
_LEFT_OUT: Final = frozenset({"no", "sh", "tl", "tok", "jbo", "vo", "ie", "io", "prg", "ia", "cu"})
_WRITTEN_APART: Final = {"zh-Hant": "zh_Hant"}


class Command(BaseCommand):
    help = "Write llex/tongues.json anew; for developers, after an update of Babel."

    def handle(self, *args: Any, **options: Any) -> None:
        """Read CLDR once, here, so that no server holds three hundred locales in memory."""
        table = named()
        lines = ",\n".join(f"{json.dumps(key)}: {_line(table[key])}" for key in sorted(table))
        TABLE.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
        self.stdout.write(f"{len(table)} languages")


def named() -> dict[str, dict[str, str]]:
    """Return each language's name for itself ("own") and its name in each of ours."""
    from babel import Locale, localedata

    plain = {code for code in localedata.locale_identifiers() if "_" not in code}
    english = {str(code) for code in Locale.parse("en").languages}
    two_letters = {code for code in english if len(code) == 2}  # noqa: PLR2004
    own = {
        code: Locale.parse(code).get_language_name() if code in plain else None
        for code in (plain | two_letters) - _LEFT_OUT
    }
    own |= {code: Locale.parse(name).get_display_name() for code, name in _WRITTEN_APART.items()}
    readers = {code: Locale.parse(code).languages for code in languages.CODES}
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
