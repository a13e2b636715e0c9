"""The table of the desk: each text of a session with its state in each language."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from django.utils.text import Truncator

from llex.core.languages import direction, name_of
from llex.core.languages.phrases import join_items
from llex.core.models import TranslationMark
from llex.core.text import parse, to_plain
from llex.core.translations.marks import TextKey, source_language, text_key
from llex.core.translations.states import TextState, text_state
from sessions_app.briefing.session_texts import NotePart, SessionText, session_texts
from sessions_app.models import LearningSession
from sessions_app.translation_desk.access import DeskAccess

# A text is the source of the others in one language.
CellState = TextState | Literal["source"]
# Texts on a page.
PAGE = 100
# In characters: two lines of the table.
_EXCERPT: Final = 160


@dataclass(frozen=True, slots=True)
class Cell:
    """A text in one language."""

    language: str
    state: CellState
    may_write: bool

    @property
    def language_name(self) -> str:
        """Return the language's own name for itself."""
        return name_of(self.language)

    @property
    def label(self) -> str:
        """Return the name of the state."""
        return str(self.state.label) if isinstance(self.state, TextState) else ""


@dataclass(frozen=True, slots=True)
class DeskRow:
    """A text of the session with its source and its translations."""

    text: SessionText
    source_language: str
    cells: tuple[Cell, ...]

    @property
    def source(self) -> str:
        """Return the text that the translations are made from."""
        return self.text.text(self.source_language)

    @property
    def excerpt(self) -> str:
        """Return the beginning of the source, without signs of formatting."""
        return Truncator(
            " ".join(to_plain(parse(self.source, self.source_language)).split())
        ).chars(_EXCERPT)

    @property
    def name(self) -> str:
        """Return where the text is in the note, and what it is."""
        place, label = self.text.place, self.text.label
        return place if place == label else join_items([place, label])

    @property
    def direction(self) -> str:
        """Return the direction in which the source is written."""
        return direction(self.source_language)

    @property
    def version(self) -> str:
        """Return a fingerprint of all that the row shows, for what is done to it later."""
        shown = [
            self.source,
            *(f"{c.language}{c.state}{self.text.text(c.language)}" for c in self.cells),
        ]
        return fingerprint(shown)

    @property
    def ticked(self) -> str:
        """Return the value of the row's check box: what it is, and what it showed."""
        return f"{self.text.key}:{self.version}"

    def cell(self, language: str) -> Cell | None:
        """Return the text in one language, if the user may see it there."""
        return next((cell for cell in self.cells if cell.language == language), None)


@dataclass(frozen=True, slots=True)
class DeskFilter:
    """The part of the table that is shown; "" is everything."""

    language: str = ""
    state: str = ""
    part: str = ""
    words: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str], access: DeskAccess) -> DeskFilter:
        """Read a filter from an address; what it does not know is left out."""
        language, state, part = (query.get(name, "") for name in ("language", "state", "part"))
        return cls(
            language=language if language in access.languages else "",
            state=state if state in TextState.values else "",
            part=part if part in NotePart.values else "",
            words=query.get("words", "").strip()[:100],
        )

    def as_query(self) -> dict[str, str]:
        """Return the filter as parameters of an address."""
        found = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {name: value for name, value in found.items() if value}

    def shows(self, row: DeskRow) -> bool:
        """Return whether a row is shown."""
        if self.part and row.text.part != self.part:
            return False
        if self.words and not _says(row, self.words.casefold()):
            return False
        return not self.state or any(cell.state == self.state for cell in self.cells(row))

    def cells(self, row: DeskRow) -> list[Cell]:
        """Return the cells of a row in the language that is shown, or in all."""
        return [cell for cell in row.cells if self.language in ("", cell.language)]


@dataclass(frozen=True, slots=True)
class Desk:
    """The whole table, and what a filter leaves of it."""

    access: DeskAccess
    rows: tuple[DeskRow, ...]
    chosen: DeskFilter

    @property
    def shown(self) -> list[DeskRow]:
        """Return the rows that the filter leaves."""
        return [row for row in self.rows if self.chosen.shows(row)]

    def find(self, key: str) -> DeskRow | None:
        """Return the row of a text."""
        return next((row for row in self.rows if row.text.key == key), None)

    def counts(self, language: str = "") -> Counter[CellState]:
        """Return how many texts are in each state, in one language or in all."""
        return Counter(
            cell.state for row in self.rows for cell in row.cells if language in ("", cell.language)
        )


def fingerprint(parts: Iterable[str]) -> str:
    """Return a short fingerprint of texts."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def load_desk(access: DeskAccess, query: Mapping[str, str] | None = None) -> Desk:
    """Return the desk of a session as one user sees it; a constant number of queries."""
    texts = session_texts(access.session)
    marks = TranslationMark.objects.by_text({text.subject for text in texts})
    marked = _marked_languages(marks)
    rows = tuple(_row(text, access, marks, marked) for text in texts)
    return Desk(access, rows, DeskFilter.from_query(query or {}, access))


def state_counts(session: LearningSession) -> dict[str, Counter[CellState]]:
    """Return how many texts of a session are in each state, by language.

    For the pages that say what is still to be translated. The source itself counts as "source".
    """
    access = DeskAccess(None, session, tuple(session.languages), is_editor=False)
    desk = load_desk(access)
    return {code: desk.counts(code) for code in session.languages}


def _row(
    text: SessionText,
    access: DeskAccess,
    marks: Mapping[TextKey, TranslationMark],
    marked: Mapping[tuple[int, int, str], list[str]],
) -> DeskRow:
    subject, field = text.subject, text.field
    source = source_language(subject, field, marked.get(text_key(subject, field, "")[:3], ()))
    cells = tuple(
        Cell(
            code,
            "source" if code == source else text_state(subject, field, code, marks),
            code != source and access.user is not None and access.may_write(subject, code),
        )
        for code in access.languages
    )
    return DeskRow(text, source, cells)


def _marked_languages(
    marks: Mapping[TextKey, TranslationMark],
) -> dict[tuple[int, int, str], list[str]]:
    marked: dict[tuple[int, int, str], list[str]] = {}
    for kind, key, field, language in marks:
        marked.setdefault((kind, key, field), []).append(language)
    return marked


def _says(row: DeskRow, words: str) -> bool:
    texts = [row.text.place, row.source, *(row.text.text(cell.language) for cell in row.cells)]
    return any(words in text.casefold() for text in texts)
