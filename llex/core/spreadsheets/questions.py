"""Questions about a file, asked in its preview, and the answers that come back with its form.

A cell may name a row that is not there, or that several rows are called; the days of a column may
be written in two orders. As long as a question is open, nothing is written.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final, Protocol

from django.utils.translation import gettext as _

from llex.core.languages.phrases import join_items

# The fields of the form begin with it.
FIELD: Final = "answer-"
# Answers besides those that name a row.
MAKE: Final = "new"
SKIP: Final = "skip"
_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer; *value* is what the form sends."""

    value: str
    label: str


@dataclass
class Question:
    """A question about cells that say *typed*, or about a column. *chosen*: empty while it is open.

    *rows* are stored rows by the answers that name them.
    """

    key: str
    typed: str
    text: str
    options: list[Option]
    chosen: str = ""
    rows: Mapping[str, Any] = field(default_factory=dict)
    cells: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Return the name of its field in the form."""
        return FIELD + hashlib.sha256(self.key.encode()).hexdigest()[:16]

    @property
    def places(self) -> str:
        """Return where the cells are, the first few of them."""
        shown = join_items(self.cells[:_SHOWN])
        return f"{shown} …" if len(self.cells) > _SHOWN else shown

    @property
    def is_open(self) -> bool:
        """Return whether it is still to be answered."""
        return not self.chosen

    @property
    def is_left_out(self) -> bool:
        """Return whether the cells are not taken."""
        return self.chosen == SKIP


class Named(Protocol):
    """Find rows by what they are called."""

    def key_of(self, typed: str, /) -> Any: ...
    def hits(self, typed: str, /) -> list[Any]: ...
    def alike(self, typed: str, /) -> list[Any]: ...
    def rows(self) -> Iterable[Any]: ...
    def value_of(self, row: Any, /) -> str: ...


class Asker:
    """Offer what a cell may mean that names no row or several: similar rows, or a new one.

    Askers of one *kind* share their answers: what is typed twice is asked once.
    """

    kind: ClassVar[str]
    # What a user needs in order to make such a row.
    permissions: ClassVar[tuple[str, ...]]

    def prepare(self, named: Named, texts: Collection[str], user: Any) -> None:
        """Read what is needed to ask about all of *texts*, in a constant number of queries."""

    def load(self) -> bool:
        """Load more to choose from, outside a transaction. Return whether there is more now."""
        return False

    def question(self, named: Named, typed: str, user: Any) -> Question:
        """Return what to ask about a cell."""
        hits = named.hits(typed)
        near = hits or self.near(named, typed)
        rows = {named.value_of(row): row for row in near}
        options = [Option(value, self.label(row)) for value, row in rows.items()]
        new = self.new(typed) if user.has_perms(self.permissions) else ""
        if new:
            options.append(Option(MAKE, new))
        return Question(
            key=f"{self.kind}|{named.key_of(typed)}",
            typed=typed,
            text=self.several() if hits else self.unknown(),
            options=[*options, leave_out()],
            chosen=MAKE if new and self.makes_unasked(hits, near) else "",
            rows=rows,
        )

    def makes_unasked(self, hits: list[Any], near: list[Any]) -> bool:
        """Return whether a new row is what is meant unless something else is chosen."""
        return not near

    def near(self, named: Named, typed: str) -> list[Any]:
        """Return the few rows that are called nearly so."""
        return named.alike(typed)

    def label(self, row: Any) -> str:
        """Return what tells a row from others of its name."""
        return str(row)

    def unknown(self) -> str:
        """Return the message about a name that no row has."""
        raise NotImplementedError

    def several(self) -> str:
        """Return the message about a name that several rows have."""
        return _("Several have this name.")

    def new(self, typed: str) -> str:
        """Return what would be written for a new row, "" where none can be made of the text."""
        raise NotImplementedError

    def make(self, typed: str, question: Question) -> Any:
        """Make the new row that was chosen."""
        raise NotImplementedError

    def stand_in(self, typed: str) -> Any:
        """Make a row that stands for one that is still to be chosen; it is never kept."""
        raise NotImplementedError


def leave_out() -> Option:
    """Return the answer that takes nothing."""
    return Option(SKIP, _("Leave it out"))


class Inquiry:
    """The questions of one import, with what was answered."""

    def __init__(self, user: Any, answers: Mapping[str, str] | None = None) -> None:
        self.user = user
        self.questions: list[Question] = []
        self._answers = answers or {}
        self._asked: dict[str, Question] = {}
        self._taken: dict[str, Any] = {}
        self._askers: list[Asker] = []

    @property
    def open_questions(self) -> list[Question]:
        """Return the questions that are still to be answered."""
        return [question for question in self.questions if question.is_open]

    def put(self, question: Question, cells: Iterable[str]) -> Question:
        """Ask a question, unless it was asked before. Return it with its answer."""
        known = self._asked.setdefault(question.key, question)
        if known is question:
            answer = self._answers.get(question.name, "")
            if answer in {option.value for option in question.options}:
                question.chosen = answer
            self.questions.append(question)
        known.cells += cells
        return known

    def ask(self, asker: Asker, named: Named, typed: str, cell: str) -> Question:
        """Ask which row a cell means, and take up the answer."""
        key = f"{asker.kind}|{named.key_of(typed)}"
        if known := self._asked.get(key):
            known.cells.append(cell)
            return known
        question = self.put(asker.question(named, typed, self.user), [cell])
        self._askers.append(asker)
        if question.is_open:
            self._taken[key] = asker.stand_in(typed)
        elif not question.is_left_out:
            row = question.rows.get(question.chosen)
            self._taken[key] = row if row is not None else asker.make(typed, question)
        return question

    def question_about(self, asker: Asker, named: Named, typed: str) -> Question | None:
        """Return what was asked about a cell, None where nothing was."""
        return self._asked.get(f"{asker.kind}|{named.key_of(typed)}")

    def row_of(self, asker: Asker, named: Named, typed: str) -> Any:
        """Return the row that was chosen for a cell, or made; None where nothing was asked."""
        return self._taken.get(f"{asker.kind}|{named.key_of(typed)}")

    def has_taken(self, asker: Asker, row: Any) -> bool:
        """Return whether a row was chosen or made for a question."""
        return any(
            key.startswith(f"{asker.kind}|") and taken.pk == row.pk
            for key, taken in self._taken.items()
        )

    def load(self) -> bool:
        """Load more to choose from, where a question is open. Return whether there is more now."""
        return bool(self.open_questions) and any(asker.load() for asker in self._askers)
