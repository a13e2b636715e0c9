"""Cell values: conversion to a spreadsheet program's types and back."""

import re
from datetime import date, datetime
from typing import Any, Final

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from llex.core.text.normalization import clean_text

# Excel holds no more than this in one cell; writers cut the rest off without a word.
LONGEST: Final = 32_767
# Replaces a text that no cell can hold; an import leaves such a text unchanged.
TOO_LONG: Final = "[…] too long for a cell; edit it in the administration"

# A cell that begins like this is run as a formula when a program opens the file.
_STARTS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_PLAIN_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?")


def typed(value: Any) -> str:
    """Return a cell as text: 3.0 as ``3``, a date as ``2020-03-25``, nothing as ``""``."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return clean_text(lines(str(value)))


def lines(text: str) -> str:
    """Return *text* with line ends as spreadsheet programs keep them."""
    return text.replace("_x000D_\n", "\n").replace("\r\n", "\n").replace("\r", "\n")


def shown(value: Any) -> Any:
    """Return *value* as a cell can hold it: without control characters, and never cut off."""
    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", lines(value))
    return TOO_LONG if len(text) > LONGEST else text


def guarded(value: Any) -> str:
    """Return *value* for CSV, with an apostrophe before what a program would run as a formula."""
    text = "" if value is None else str(shown(value))
    if text.startswith((*_STARTS_FORMULA, "'")) and not _PLAIN_NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def unguarded(text: str) -> str:
    """Take away the apostrophe that `guarded` set."""
    return (
        text[1:] if text.startswith("'") and text[1:].startswith((*_STARTS_FORMULA, "'")) else text
    )
