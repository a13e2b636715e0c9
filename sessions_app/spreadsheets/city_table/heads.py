"""Recognise the columns of a table by their heads, and the row with the heads."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from llex.core.spreadsheets import vocabulary
from llex.core.spreadsheets.grids import Grid, cell_name, is_empty, text_of
from llex.core.spreadsheets.vocabulary import Words, words_of
from llex.core.text.name_keys import normalize_key

# What a column of the table may hold, in the order in which people expect them.
COLUMNS: Final[Mapping[str, Any]] = {
    "city": _("City"),
    "country": _("Country"),
    "given_name": _("First name of the representative"),
    "representative": _("Representative"),
    "position": _("Position"),
    "responses": _("Responses"),
    "challenges": _("Challenges"),
}
PASSED_OVER: Final = pgettext_lazy("column of a spreadsheet", "– not taken –")
# Several columns may hold these; their texts are joined.
REPEATABLE: Final = ("representative", "responses", "challenges")
# Of two words in one head the content tells more: “City challenges”.
_PRIORITY: Final = (
    "responses", "challenges", "position", "given_name", "representative", "country", "city",
)  # fmt: skip
# The cell of the first holds the second, too: “City, country”, “Name and position”.
_HOLDS: Final = {"country": "city", "position": "representative"}
_PARTS: Final = re.compile(r"[/|\\()\[\],;:\n&+–—]+|\s-\s")
SEARCHED_ROWS: Final = 40
_LONGEST_HEAD: Final = 16

# The column of each index, without those that are passed over.
Columns = dict[int, str]


@dataclass(frozen=True, slots=True)
class _Match:
    column: str
    weight: tuple[int, ...]


def recognise(head: str) -> str:
    """Return what a column with this head holds, "" where the head does not tell."""
    match = _match(head)
    return match.column if match else ""


def columns_of(heads: Sequence[str]) -> Columns:
    """Return what the columns with these heads hold; of two that hold the same the surer one."""
    found: dict[int, _Match] = {}
    for index, head in enumerate(heads):
        if match := _match(head):
            found[index] = match
    best: dict[str, int] = {}
    for index, match in found.items():
        other = best.get(match.column)
        if other is None or match.weight[0] > found[other].weight[0]:
            best[match.column] = index
    return {
        index: match.column
        for index, match in found.items()
        if best[match.column] == index or match.column in REPEATABLE[1:]
    }


def head_row(grid: Grid) -> int | None:
    """Return the row (from 0) with the heads of most columns, None where no row has two."""
    best, most = None, 1
    for number in range(min(len(grid.rows), SEARCHED_ROWS)):
        count = len(set(columns_of(heads_in(grid, number)).values()))
        if count > most:
            best, most = number, count
    return best


def likely_head_row(grid: Grid) -> int:
    """Return the first of the fullest rows at the top: the heads of a table in other words."""
    counts = [sum(not is_empty(value) for value in row) for row in grid.rows[: SEARCHED_ROWS // 4]]
    return counts.index(max(counts)) if counts else 0


def heads_in(grid: Grid, row: int) -> list[str]:
    """Return the heads in a row; a head merged over several columns is each one's."""
    cells = grid.rows[row] if row < len(grid.rows) else []
    heads = [text_of(value) for value in cells]
    for block in grid.merged:
        if block.top <= row <= block.bottom and block.left < len(heads):
            wide = range(block.left + 1, min(block.right + 1, grid.width))
            heads += [""] * (max(wide, default=-1) + 1 - len(heads))
            for index in wide:
                heads[index] = heads[index] or heads[block.left]
    return heads


def signature(heads: Sequence[str]) -> str:
    """Return a key that is the same for tables with the same heads."""
    return "|".join(normalize_key(head) for head in heads).rstrip("|")


def signatures(grid: Grid) -> dict[int, str]:
    """Return the signatures of the rows in which the heads may be, by their numbers from 0."""
    rows = range(min(len(grid.rows), SEARCHED_ROWS))
    return {row: text for row in rows if (text := signature(heads_in(grid, row)))}


def letter_of(index: int) -> str:
    """Return what spreadsheet programs call a column: B for index 1."""
    return cell_name(0, index).rstrip("1")


def _match(head: str) -> _Match | None:
    words = words_of(head)
    if not words or len(words) > _LONGEST_HEAD:
        return None
    if whole := [column for column in _PRIORITY if words in vocabulary.heads(column)]:
        return _Match(whole[0], (3,))
    parts = list(_parts(head))
    exact = [column for part in parts for column in _PRIORITY if part in vocabulary.heads(column)]
    if exact:
        held = _HOLDS.get(exact[0], "")
        return _Match(held if held in exact else exact[0], (2,))
    found = [match for column in _PRIORITY for match in _within(words, column)]
    return max(found, key=lambda match: match.weight, default=None)


def _parts(head: str) -> Iterator[Words]:
    """Yield the words of each part of a head: of “City / Ville”, of “Name and position”."""
    joins = vocabulary.phrases("joined_by")
    for text in _PARTS.split(head):
        part: list[str] = []
        for word in words_of(text):
            if (word,) in joins:
                yield tuple(part)
                part = []
            else:
                part.append(word)
        yield tuple(part)


def _within(words: Words, column: str) -> Iterator[_Match]:
    """Yield the phrases of a column that are among the words; a longer and an earlier one is surer.

    Any word tells a column of responses or challenges, wherever it is.
    """
    is_content = column in ("responses", "challenges")
    for phrase in vocabulary.heads(column):
        for at in range(len(words) - len(phrase) + 1):
            if words[at : at + len(phrase)] == phrase:
                yield _Match(column, (1, len(phrase), int(is_content), -at))
