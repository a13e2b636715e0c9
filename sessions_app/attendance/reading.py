"""The list of participants that Zoom, Teams or Webex gives, as it is, into people and minutes.

Tables are found by the words of their heads in every language, wherever they are in the file. A
person who joined several times is one person.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from django.utils.translation import gettext as _

from llex.core.db.search_keys import name_key
from llex.core.mail.addresses import normalize
from llex.core.spreadsheets import formats
from llex.core.spreadsheets.grids import Grid, text_of
from llex.core.spreadsheets.sheets import UnreadableFile
from llex.core.spreadsheets.vocabulary import Words, heads, words_of
from llex.core.text.normalization import clean_line
from sessions_app.attendance.names import is_device

_TABLE: Final = "meeting"
_COLUMNS: Final = (
    "name", "given_name", "family_name", "address", "duration", "moment", "attended",
)  # fmt: skip
# Webex keeps spreadsheet programs from changing a cell by writing it as a formula.
_FORMULA: Final = re.compile(r'="(.*)"')
# Teams numbers the parts of its report: 1. Summary, 2. Participants, 3. In-Meeting Activities.
_SECTION: Final = re.compile(r"\d+[.)]\s")
_CLOCK: Final = re.compile(r"(\d+):(\d\d)(?::(\d\d))?")
_AMOUNT: Final = re.compile(r"(\d+)(?:[.,]\d+)?\s*([^\W\d_]*)")
_SECONDS: Final = {"hours": 3600, "minutes": 60, "seconds": 1}
_LONGEST: Final = 200
_LONGEST_ADDRESS: Final = 254

Columns = dict[str, int]


@dataclass(frozen=True, slots=True)
class FileAttendee:
    """A person as the meeting tool names them. *minutes* is None where the file does not say it.

    *times* is how often they joined. Of devices with one name, *number* tells them apart.
    """

    name: str
    email: str = ""
    minutes: int | None = None
    times: int = 1
    number: int = 1

    @property
    def key(self) -> str:
        """Return what tells this person from the others of a meeting: address, else name."""
        own = self.email or name_key(self.name) or self.name
        return own if self.number == 1 else f"{own} #{self.number}"

    @property
    def is_device(self) -> bool:
        """Return whether it has no address, and the name of a device that several may have."""
        return not self.email and is_device(self.name)


def read_attendees(data: bytes, *, name: str = "") -> list[FileAttendee]:
    """Return the people in a file, each once, in its order. Raise UnreadableFile.

    Two rows of “iPhone” without an address are two people.
    """
    found: dict[str, FileAttendee] = {}
    devices: Counter[str] = Counter()
    for grid in formats.read_file(data, name=name):
        for row in _rows(grid):
            attendee = row
            # Lists without times tell a device each time it comes and goes.
            if row.is_device and row.minutes is not None:
                devices[row.key] += 1
                attendee = replace(row, number=devices[row.key])
            known = found.get(attendee.key)
            found[attendee.key] = _joined(known, attendee) if known else attendee
    if not found:
        raise UnreadableFile(_("The file names nobody who took part."))
    return list(found.values())


def _joined(first: FileAttendee, second: FileAttendee) -> FileAttendee:
    known = [one for one in (first.minutes, second.minutes) if one is not None]
    return replace(first, minutes=sum(known) if known else None, times=first.times + second.times)


def _rows(grid: Grid) -> Iterator[FileAttendee]:
    """Yield the people of the first table; of several where each says who of its rows came."""
    found = _tables(grid)
    if not found:
        return
    lists = [one for one in found if "attended" in one[1]] or found[:1]
    for start, columns in lists:
        end = min((row for row, _columns in found if row > start), default=len(grid.rows))
        for row in range(start + 1, end):
            if _is_section(grid, row):
                break
            attendee = _attendee(grid, row, columns)
            if attendee is not None:
                yield attendee


def _tables(grid: Grid) -> list[tuple[int, Columns]]:
    """Return the rows with heads and their columns. Raise UnreadableFile without any names."""
    found = []
    has_times = False
    for row in range(len(grid.rows)):
        columns = _columns(grid, row)
        is_timed = bool({"duration", "moment"} & columns.keys())
        has_times = has_times or (is_timed and len(columns) > 1)
        if is_timed and ("name" in columns or "family_name" in columns):
            found.append((row, columns))
    if found or grid.is_blank:
        return found
    if has_times:
        raise UnreadableFile(
            _("The file has no column of names. Choose the list of participants of the meeting.")
        )
    raise UnreadableFile(
        _(
            "No list of participants was found in the file. Choose the one that Zoom, Teams or"
            " Webex gives after a meeting, as it is."
        )
    )


def _columns(grid: Grid, row: int) -> Columns:
    """Return the columns that the row names, each by its first head."""
    found: Columns = {}
    for index, value in enumerate(grid.rows[row]):
        words = words_of(_text(value))
        column = next((name for name in _COLUMNS if words in heads(name, _TABLE)), None)
        if words and column:
            found.setdefault(column, index)
    return found


def _is_section(grid: Grid, row: int) -> bool:
    cells = [text for value in grid.rows[row] if (text := _text(value))]
    return len(cells) == 1 and _SECTION.match(cells[0]) is not None


def _attendee(grid: Grid, row: int, columns: Columns) -> FileAttendee | None:
    """Return the person of a row, None for one without name and address, or who did not come."""

    def cell(column: str) -> Any:
        return grid.value(row, columns[column]) if column in columns else None

    if "attended" in columns and not _says(cell("attended"), "yes"):
        return None
    parts = ("given_name", "family_name")
    name = _text(cell("name")) or " ".join(filter(None, (_text(cell(one)) for one in parts)))
    address = _text(cell("address"))
    email = normalize(address) if "@" in address and len(address) <= _LONGEST_ADDRESS else ""
    if not (name or email):
        return None
    return FileAttendee((name or email)[:_LONGEST], email, _minutes(cell("duration")))


def _says(value: Any, word: str) -> bool:
    return words_of(_text(value)) in heads(word, _TABLE)


def _text(value: Any) -> str:
    text = text_of(value)
    formula = _FORMULA.fullmatch(text)
    return clean_line(formula[1] if formula else text)


def _minutes(value: Any) -> int | None:
    """Return whole minutes of a number of minutes, “1:05:03” or “1h 5m 3s” in any language."""
    if isinstance(value, int | float):
        return round(value)
    text = _text(value)
    if clock := _CLOCK.fullmatch(text):
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return hours * 60 + minutes + round(seconds / 60)
    seconds = 0
    amounts = _AMOUNT.findall(text)
    for amount, unit in amounts:
        words: Words = words_of(unit)
        name = next((one for one in _SECONDS if words in heads(one, _TABLE)), None)
        if unit and name is None:
            return None
        seconds += int(amount) * _SECONDS[name or "minutes"]
    return round(seconds / 60) if amounts else None
