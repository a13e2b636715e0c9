"""The texts of a file, in any format."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from llex.core.translations.states import TextState
from sessions_app.translation_desk.table import CellState, Desk, DeskRow, fingerprint

# In bytes; a note of a hundred cities is a tenth of it.
LARGEST_FILE: Final = 5_000_000
_IDENTITY: Final = re.compile(
    r"(?P<key>[\w-]+)\.(?P<language>[a-z-]{2,7})\.(?P<version>[0-9a-f]{16})"
)


class UnreadableExchange(Exception):
    """A file that cannot be taken; the message is for people."""


@dataclass(frozen=True, slots=True)
class ExchangeUnit:
    """A text as it is written to a file."""

    identity: str
    place: str
    source_language: str
    source: str
    target: str
    state: CellState
    limit: int | None


@dataclass(frozen=True, slots=True)
class ReadUnit:
    """A text as it came back: *key* and *language*, and the *version* of the target sent out."""

    key: str
    language: str
    version: str
    source: str
    target: str


def identity(row: DeskRow, language: str) -> str:
    """Return the identity of a text in a file: what it is, and what its translation was."""
    version = target_version(row.text.text(language))
    return f"{row.text.key}.{language}.{version}"


def target_version(text: str) -> str:
    """Return the fingerprint of a translation as a file keeps it."""
    return fingerprint([text.replace("\r\n", "\n").strip()])


def read_identity(text: str, source: str, target: str) -> ReadUnit:
    """Return a text that came back. Raise UnreadableExchange for an identity that is not ours."""
    match = _IDENTITY.fullmatch(text.strip())
    if match is None:
        raise UnreadableExchange(f"“{text.strip()[:60]}”")
    return ReadUnit(**match.groupdict(), source=source, target=target)


def units(desk: Desk, language: str, source_language: str = "") -> Iterator[ExchangeUnit]:
    """Yield the texts that the user may translate into *language*, from one language or from all.

    The filter of the desk counts: a file may have the missing texts alone.
    """
    for row in desk.shown:
        cell = row.cell(language)
        if cell is None or not cell.may_write or source_language not in ("", row.source_language):
            continue
        if desk.chosen.state not in ("", cell.state):
            continue
        yield ExchangeUnit(
            identity=identity(row, language),
            place=row.name,
            source_language=row.source_language,
            source=row.source,
            target=row.text.text(language),
            state=cell.state,
            limit=row.text.limit,
        )


def counts(desk: Desk) -> dict[tuple[str, str], int]:
    """Return how many texts there are to translate, by source language and language."""
    found: Counter[tuple[str, str]] = Counter()
    for language in desk.access.languages:
        for unit in units(desk, language):
            found[unit.source_language, language] += 1
    return dict(found)


def is_done(state: CellState) -> bool:
    """Return whether a text has a translation that holds."""
    return state in (TextState.MACHINE, TextState.IN_REVIEW, TextState.APPROVED)
