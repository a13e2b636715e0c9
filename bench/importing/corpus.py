"""The invented notes: what each says, how it is laid out, and the blocks its file is made of."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

_FOLDER: Final = Path(__file__).parent
PARTS: Final = ("introduction", "priorities", "front", "vision", "closing")
_QUOTED: Final = {
    "en": "“{text}” – {speaker}, {position}",
    "fr": "« {text} » — {speaker}, {position}",
    "es": "«{text}» – {speaker}, {position}",
    "ar": "«{text}» – {speaker}، {position}",
    "pt": "“{text}” — {speaker}, {position}",
}
# A point: as an item, as a paragraph, as an item with a dash.
_POINTS: Final = (
    ("li", "**{lead}**: {text}"),
    ("p", "**{lead}.** {text}"),
    ("li", "**{lead}** – {text}"),
)
_CARD: Final = ("{city} – {person}, {position}", "Responses:", "Challenges:")


class City(NamedTuple):
    """A row of a note."""

    name: str
    country: str
    country_name: str
    person: str
    position: str
    responses: list[str]
    challenges: list[str]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: its paragraphs, and how far it reaches."""

    paragraphs: tuple[str, ...]
    rows: int = 1
    columns: int = 1


Grid = list[list[Cell]]


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a file. *text* has ** around bold words and * around others."""

    kind: Literal["h1", "h2", "h3", "bold", "p", "li", "number", "table", "spaces"]
    text: str = ""
    grid: tuple[tuple[Cell, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """How a note is laid out. See notes.toml."""

    name: str
    shape: str
    content: str
    file: str
    start: list[str]
    headings: list[str]
    head: list[str] | None = None
    table: str = "plain"
    label: str = "{city}"
    card: tuple[str, ...] | list[str] = _CARD
    style: str = "h2"
    known: str = ""
    footnote: tuple[str, ...] | list[str] = ()
    day_only_in_text: str = ""
    lists_axes_directly: bool = False
    ruled: bool = True

    @property
    def says(self) -> dict[str, Any]:
        """Return what the note says, from contents.toml."""
        return _contents()[self.content]

    @property
    def language(self) -> str:
        return str(self.says["language"])

    @property
    def title(self) -> str:
        return str(self.says["title"])

    @property
    def day(self) -> date:
        day: date = self.says["date"]
        return day

    @property
    def cities(self) -> list[City]:
        return [City(*row) for row in self.says["cities"]]

    @property
    def prints_countries(self) -> bool:
        """Return whether the note says in which country each city is."""
        return self.table == "countries" or any(
            "{country}" in text for text in (self.label, *self.card[:1])
        )

    def texts(self) -> dict[str, str]:
        """Return the running text of each part."""
        texts = {part: str(self.says[part]) for part in PARTS}
        if self.day_only_in_text:
            texts["introduction"] = f"{self.day_only_in_text} {texts['introduction']}"
        if self.lists_axes_directly:
            texts["vision"] = ""
        return texts


@cache
def _contents() -> dict[str, dict[str, Any]]:
    return tomllib.loads((_FOLDER / "contents.toml").read_text())


def read_notes() -> list[Note]:
    """Return all notes, in the order of the file."""
    return [Note(**one) for one in tomllib.loads((_FOLDER / "notes.toml").read_text())["note"]]


def blocks_of(note: Note, layout: Iterator[Block], turn: int) -> Iterator[Block]:
    """Yield a note's file from top to bottom. *turn* chooses among equal habits."""
    for line in note.start:
        text = line.format(title=note.title)
        yield Block("h1", text[2:]) if text.startswith("# ") else Block("p", text)
    quotes = [
        _QUOTED[note.language].format(text=text, speaker=speaker, position=position)
        for text, speaker, position in note.says["quotes"]
    ]
    texts = note.texts()
    for part, heading in zip(PARTS, note.headings, strict=True):
        yield Block("bold" if note.style == "bold" else "h2", heading)
        if texts[part]:
            mark = "[^1]" if note.footnote and part == "introduction" else ""
            yield Block("p", texts[part] + mark)
        if part == "introduction":
            yield Block("p", quotes[0])
        elif part == "front":
            yield from layout
        elif part == "vision":
            yield from _vision(note, turn)
        elif part == "closing":
            yield from (Block("p", quote) for quote in quotes[1:])


def _vision(note: Note, turn: int) -> Iterator[Block]:
    themes = note.says["themes"]
    for statement, _heading, _points in themes:
        yield Block("number", statement)
    kind, form = _POINTS[turn % len(_POINTS)]
    for _statement, heading, points in themes:
        yield Block("bold" if note.style == "bold" else "h3", heading)
        for lead, text in points:
            yield Block(kind, form.format(lead=lead, text=text))  # type: ignore[arg-type]
