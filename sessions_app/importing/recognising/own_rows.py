"""The cities and the shared vision of a note from a file of our own."""

from dataclasses import dataclass, field, replace
from datetime import date

from llex.core.text.links import is_safe_address
from sessions_app.importing.reading import Block, Known, Row, plain
from sessions_app.importing.reading.own_files.parts import in_full
from sessions_app.importing.reading.own_files.words import OwnWords
from sessions_app.importing.recognising.dates import dates_in
from sessions_app.importing.recognising.gazetteer import Gazetteer, certain_place, country_of
from sessions_app.importing.recognising.imported_note import (
    ImportedNote,
    RecognisedAnswer,
    RecognisedCityRow,
    RecognisedFact,
    RecognisedPoint,
    RecognisedTheme,
)
from sessions_app.importing.words import fold


@dataclass
class OwnRows:
    """Takes the blocks of rows, axes and themes into a *note*; each method is called as its part.

    *language* is that of the text that follows, where it is not the note's.
    """

    note: ImportedNote
    gazetteer: Gazetteer
    words: OwnWords
    language: str = ""
    axes: list[tuple[str, int]] = field(default_factory=list)
    themes: list[tuple[int, RecognisedTheme]] = field(default_factory=list)

    def _own(self, block: Block, known: Known) -> None:
        """Note words that the site prints itself."""
        text = plain(block) if isinstance(block, Row) else in_full(block.text)
        self.note.facts.append(RecognisedFact("own", text, block.where))

    # --- Cities -----------------------------------------------------------------------------------

    def _column(self, block: Block, known: Known) -> None:
        self.note.facts.append(RecognisedFact("column", plain(block), block.where))

    def _city(self, block: Block, known: Known) -> None:
        name = plain(block)
        place = certain_place(self.gazetteer, name, known.value)
        country = known.value or (place.country if place else "")
        self.note.rows.append(RecognisedCityRow(name, block.where, place=place, country=country))

    def _country(self, block: Block, known: Known) -> None:
        row, said = self.note.rows[-1], plain(block)
        code = known.value or country_of(said)
        if code:
            row.country = code
            row.place = certain_place(self.gazetteer, row.name, code)
            self.note.facts.append(RecognisedFact("country", said, block.where, about=code))
        else:
            # Where no country is, the line is about the person who spoke.
            self._position(block, known)

    def _representative(self, block: Block, known: Known) -> None:
        row = self.note.rows[-1]
        row.representative = replace(row.representative, name=plain(block))

    def _position(self, block: Block, known: Known) -> None:
        row = self.note.rows[-1]
        row.representative = replace(row.representative, position=plain(block))

    def _entry_title(self, block: Block, known: Known) -> None:
        self._answer(known).title = plain(block)

    def _entry(self, block: Block, known: Known) -> None:
        answers = self.note.rows[-1].own_answers
        answer = self._answer(known) if known.begins or not answers else answers[-1]
        answer.language, self.language = self.language or answer.language, ""
        answer.blocks.append(block)

    def _answer(self, known: Known) -> RecognisedAnswer:
        kind, _space, key = known.value.partition(" ")
        answer = RecognisedAnswer("challenge" if kind == "challenge" else "response", key=key)
        self.note.rows[-1].own_answers.append(answer)
        return answer

    def _services(self, block: Block, known: Known) -> None:
        pieces = known.value.split("\n")
        if len(pieces) == 1 and "\t" not in known.value:
            pieces = known.value.split(self.words.comma)
        named = [piece.rpartition("\t") for piece in pieces if piece.strip()]
        answer = self._last(block)
        answer.services = tuple((slug, name.strip()) for slug, _tab, name in named)
        self._own(block, known)

    def _since(self, block: Block, known: Known) -> None:
        self._last(block).since = _day(known.value)
        self._own(block, known)

    def _source(self, block: Block, known: Known) -> None:
        self._last(block).source = known.value if is_safe_address(known.value) else ""
        if since := next(dates_in(plain(block)), None):
            self._last(block).since = since.day
        self._own(block, known)

    def _answers(self, block: Block, known: Known) -> None:
        keys = known.value.split()
        if keys and all(key.isdecimal() for key in keys):
            self._last(block).answers = tuple(keys)
        else:
            self._last(block).cities = self._names(known.value)
        self._own(block, known)

    _answered_by = _answers

    def _last(self, block: Block) -> RecognisedAnswer:
        answers = self.note.rows[-1].own_answers if self.note.rows else []
        return answers[-1] if answers else RecognisedAnswer("response")

    # --- Shared vision ----------------------------------------------------------------------------

    def _axis(self, block: Block, known: Known) -> None:
        self.axes.append((plain(block), block.where))

    def _theme(self, block: Block, known: Known) -> None:
        # Where the file does not say whose theme it is, it is the next axis’s.
        number = int(known.value) if known.value.isdecimal() else len(self.themes) + 1
        self.themes.append((number, RecognisedTheme(heading=plain(block), where=block.where)))

    def _theme_text(self, block: Block, known: Known) -> None:
        self.themes[-1][1].blocks.append(block)

    def _lead(self, block: Block, known: Known) -> None:
        self.themes[-1][1].points.append(RecognisedPoint(plain(block), [], block.where))

    def _point(self, block: Block, known: Known) -> None:
        points = self.themes[-1][1].points
        if known.begins or not points:
            points.append(RecognisedPoint("", [], block.where))
        points[-1].blocks.append(block)

    def _evidence(self, block: Block, known: Known) -> None:
        keys = known.value.split()
        if keys and all(key.isdecimal() for key in keys) and self.themes[-1][1].points:
            self.themes[-1][1].points[-1].evidence = tuple(keys)
        elif self.themes[-1][1].points:
            self.themes[-1][1].points[-1].cities = self._names(known.value)
        self._own(block, known)

    def _names(self, listed: str) -> tuple[str, ...]:
        return tuple(fold(name) for name in listed.split(self.words.comma))

    def put_axes(self) -> None:
        """Join each axis with its theme."""
        themes = dict(self.themes)
        for number, (statement, where) in enumerate(self.axes, start=1):
            theme = themes.pop(number, None) or RecognisedTheme(where=where)
            # A theme without a heading of its own is headed by its axis.
            theme.heading = "" if fold(theme.heading) == fold(statement) else theme.heading
            theme.statement = statement
            self.note.themes.append(theme)
        self.note.themes += themes.values()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return next((found.day for found in dates_in(text)), None)
