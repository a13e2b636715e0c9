"""The data of each language: the files of its folder, `llex/core/languages/<code>/`.

Each file has one subject, and the app that knows the subject gives it its shape. A language without
a file, or without a key of it, does without: only the name in `language.toml` is needed.
"""

import json
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).parent


@cache
def available() -> tuple[str, ...]:
    """Return the codes of all languages that have a folder, in the alphabet's order."""
    return tuple(sorted(path.parent.name for path in FOLDER.glob("*/language.toml")))


@cache
def read(code: str, subject: str) -> Mapping[str, Any]:
    """Return the content of `<code>/<subject>.toml`, numbers as Decimal; empty if there is none.

    Regional variants share the folder of their language: *code* may be ``pt-br``.
    """
    text = read_text(code, f"{subject}.toml")
    return tomllib.loads(text, parse_float=Decimal)


@cache
def read_names(code: str) -> Mapping[str, str]:
    """Return the names that a language has for others, by code; see `docs/language_names.py`."""
    names: dict[str, str] = json.loads(read_text(code, "language_names.json") or "{}")
    return names


def read_text(code: str, name: str) -> str:
    """Return the text of the file *name* in the folder of a language, empty if there is none."""
    path = FOLDER / code.partition("-")[0] / name
    return path.read_text(encoding="utf-8") if path.is_file() else ""
