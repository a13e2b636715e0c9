"""The interface of a kind of question, and the shapes that all kinds share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple

from django.utils.functional import classproperty

from llex.core.text import Phrase

if TYPE_CHECKING:
    from django import forms
    from django.db.models import Model, QuerySet
    from django.http import QueryDict

    from priorities.models import Ballot, Consultation, ConsultationItem
    from priorities.questions.question_texts import QuestionTexts
    from priorities.results.downloads import ResultTexts
    from priorities.results.published import ConsultationResult, NoteTexts

# The values of a form by the names of its fields.
Values = Mapping[str, Sequence[str]]
# The number of ballots by the codes of groups, by the field of a ballot that tells these apart.
Turnout = Mapping[str, Mapping[str, int]]
# The field for the region of the voter, beside the answers of every kind.
REGION: Final = "region"
# What is counted: JSON-ready, see `priorities.questions.tally`.
Counted = Mapping[str, Any]


class InsertStatement(NamedTuple):
    """One SQL statement that writes a first ballot, and the values that only this kind knows."""

    sql: str
    values: dict[str, Any]


class RequiredText(NamedTuple):
    """A translated field that voters read, and how it is named in a message."""

    subject: Model
    field: str
    label: str


@dataclass(frozen=True, slots=True)
class BallotItem:
    """An item of the voting form: *name* and *value* are those of its field."""

    name: str
    value: str
    service: str
    text: Phrase


@dataclass(frozen=True, slots=True)
class BallotForm:
    """A consultation in one language, as all voters get it."""

    question: Phrase | None
    lines: Sequence[BallotItem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class CastBallot:
    """A ballot as it was received: when, and its answers as its form would send them."""

    cast_at: datetime
    values: Values

    @classmethod
    def of(cls, cast_at: datetime, region: str, values: Values) -> CastBallot:
        """Return a ballot with its *region* among its values."""
        return cls(cast_at, {**values, REGION: [region]})


@dataclass(frozen=True, slots=True)
class ResultBar:
    """A service or a word with its result; *share* is the length of its bar out of 100."""

    text: Phrase
    service: str
    figure: float | int | None
    share: float
    answers: int


class ResultTable(NamedTuple):
    """The main table of a file of results."""

    heads: list[str]
    rows: Iterator[list[Any]]


class PageLink(NamedTuple):
    """A link to a page of the administration."""

    label: str
    address: str


class QuestionKind(ABC):
    """A kind of question, from the organiser's form to the file of its results.

    An instance holds no state. *settings* are the fields of a consultation that only this kind
    uses; they may not change once people vote. *service_rows* is the key of a tally under which
    services are listed, each with its slug as ``service``; it is empty where none is asked about.
    """

    key: ClassVar[str]
    settings: ClassVar[tuple[str, ...]] = ()
    service_rows: ClassVar[str] = ""

    @classproperty
    def templates(cls) -> dict[str, str]:  # noqa: N805 - a property of the class
        """Return the kind's templates by their names."""
        names = ("fields", "sent", "results", "screen")
        return {name: f"priorities/kinds/{cls.key}/{name}.html" for name in names}

    # --- Preparing ---------------------------------------------------------------------------

    @abstractmethod
    def obstacle(self, consultation: Consultation, items: int) -> str:
        """Return why no one could answer *consultation*, which has so many *items*; else ""."""

    def required_texts(self, consultation: Consultation) -> Iterable[RequiredText]:
        """Return the texts beside the question that voters must be able to read."""
        return ()

    def doubts(self, consultation: Consultation) -> Iterable[str]:
        """Return what voters may misunderstand, one line each."""
        return ()

    def organiser_pages(self, consultation: Consultation) -> Iterable[PageLink]:
        """Return the pages on which an organiser works on the answers."""
        return ()

    # --- Voting ------------------------------------------------------------------------------

    @abstractmethod
    def read(self, form: QueryDict) -> Any:
        """Return the answers in the fields of this kind, empty without any. Raise BadAnswers."""

    @abstractmethod
    def check(self, consultation: Consultation, given: Any) -> Any:
        """Return the answers as they are stored, empty where nothing is answered.

        *given* is what `read` returned, or None. Raise BadAnswers.
        """

    @abstractmethod
    def asks_only(self) -> str:
        """Return the refusal of a ballot that answers another kind of question."""

    @abstractmethod
    def unanswered(self) -> str:
        """Return the refusal of an empty ballot."""

    @abstractmethod
    def write(self, consultation: Consultation, ballot: Ballot, answers: Any) -> None:
        """Store checked *answers* in place of those that *ballot* has."""

    def first_ballot(self, given: Any) -> InsertStatement | None:
        """Return one PostgreSQL statement that writes a sound first ballot, or None."""
        return None

    @abstractmethod
    def cast_ballot(self, ballots: QuerySet[Ballot]) -> CastBallot | None:
        """Return the one ballot of a QuerySet, or None where it is empty; one query."""

    @abstractmethod
    def ballot_form(
        self,
        consultation: Consultation,
        items: Iterable[ConsultationItem],
        texts: QuestionTexts,
        order: Sequence[str],
    ) -> BallotForm:
        """Return the voting form in the first languages of *order* that there are; no query."""

    @abstractmethod
    def chosen_marks(self, names: Iterable[str], values: Values) -> dict[str, str]:
        """Return what fills the marks of the form: see `priorities.voting.page_cache`.

        *names* are the names of the form's fields for services. The texts are HTML.
        """

    @abstractmethod
    def sent_marks(self, names: Iterable[str], values: Values) -> dict[str, str]:
        """Return what fills the marks of the receipt."""

    # --- The clerk's form --------------------------------------------------------------------

    @abstractmethod
    def clerk_fields(self, consultation: Consultation) -> dict[str, forms.Field]:
        """Return the fields in which a clerk enters a ballot, by their names."""

    @abstractmethod
    def clerk_answers(self, typed: Mapping[str, Any]) -> Any:
        """Return the cleaned values of those fields as `read` returns them."""

    @abstractmethod
    def clerk_hint(self, consultation: Consultation) -> str:
        """Return how the clerk's form is filled in."""

    def clerk_summary(self, form: forms.Form, names: Iterable[str]) -> list[str]:
        """Return the values of the fields *names* as the clerk reads them after entering."""
        return [str(form.cleaned_data[name] or "–") for name in names]

    # --- Counting ----------------------------------------------------------------------------

    @abstractmethod
    def count(self, consultation: Consultation, ballots: QuerySet[Ballot]) -> dict[str, Any]:
        """Count *ballots*; return the entries that the tally of this kind has."""

    def break_down(
        self, consultation: Consultation, ballots: QuerySet[Ballot], turnout: Turnout
    ) -> list[dict[str, Any]]:
        """Return the results by group of voters: see `priorities.results.breakdown`.

        *turnout* counts the ballots by what tells the groups apart. A kind without services has
        nothing to compare between groups.
        """
        return []

    def was_asked(self, results: Counted) -> bool:
        """Return whether people could answer here, or were counted elsewhere."""
        return bool(results.get(self.service_rows))

    # --- Showing -----------------------------------------------------------------------------

    @abstractmethod
    def live(self, counted: Counted) -> dict[str, Any]:
        """Return what the live stream sends of *counted*, and no more: thousands receive it."""

    @abstractmethod
    def bars(
        self, counted: Counted, texts: QuestionTexts, order: Sequence[str]
    ) -> Iterable[ResultBar]:
        """Return the results as a phone shows them, the highest first."""

    @abstractmethod
    def screen(
        self,
        consultation: Consultation,
        items: Iterable[ConsultationItem],
        texts: QuestionTexts,
        codes: Sequence[str],
        results: Counted | None,
    ) -> Any:
        """Return what the hall's screen shows in the languages *codes*.

        *results* is what `live` returned, None while nothing may be seen.
        """

    # --- Taking away -------------------------------------------------------------------------

    @abstractmethod
    def table(self, result: ResultTexts) -> ResultTable:
        """Return the main table of a file of results."""

    def facts(self, result: ResultTexts) -> Iterable[tuple[str, Any]]:
        """Return what a file says about the question, as names and values."""
        return ()

    def open_data(self, frozen: Counted) -> dict[str, Any]:
        """Return the entries that only this kind has in the JSON file."""
        return {}

    @abstractmethod
    def result(
        self, frozen: Counted, texts: NoteTexts, common: Mapping[str, Any]
    ) -> ConsultationResult:
        """Return a frozen result as a note publishes it; *common* is what all kinds have."""
