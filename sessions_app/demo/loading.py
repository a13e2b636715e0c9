"""Reading the demonstration's texts from their files."""

import re
import tomllib
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "data"
# A line end that only wraps a paragraph; a blank line or a list item begins something new.
_WRAP = re.compile(r"(?<!\n)\n(?!\n|- )")
# Where French and Spanish typography have a space at which no line may end.
_UNBROKEN = re.compile(r" (?=[;:?!»%])|(?<=«) |(?<=\d) (?=\d{3}\b)")


def read(name: str) -> dict[str, Any]:
    """Return the content of a data file, such as ``launch/people``."""
    with (_FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def texts(table: dict[str, Any], *fields: str) -> dict[str, str]:
    """Return the translated *fields* of a table as keyword arguments for a model."""
    return {
        f"{field}_{language}": prose(text)
        for field in fields
        for language, text in table.get(field, {}).items()
    }


def prose(text: str) -> str:
    """Return *text* with the lines of each paragraph joined and what belongs together kept so."""
    return _UNBROKEN.sub("\u202f", _WRAP.sub(" ", text.strip()))
