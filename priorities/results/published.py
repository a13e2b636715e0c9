"""Results as a note publishes them: plain data in one language, one class per kind of question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal, Protocol

from pydantic import Discriminator, Tag

from llex.core.text import Phrase
from priorities.results.scales import change


class NoteTexts(Protocol):
    """The languages in which a note looks for a text."""

    def phrase(self, texts: Mapping[str, str]) -> Phrase | None:
        """Return the first text that there is, or None."""

    def always(self, texts: Mapping[str, str]) -> Phrase:
        """Return the first text that there is, or an empty one."""


@dataclass(frozen=True, slots=True)
class ServiceName:
    slug: str
    name: Phrase


@dataclass(frozen=True, slots=True)
class EarlierMean:
    """The mean of a service in the last session before that rated it on the same scale."""

    mean: float
    session: str
    title: Phrase
    day: date


@dataclass(frozen=True, slots=True)
class ItemResult:
    """The ratings of one service.

    *distribution* counts the answers per score, from 1 upwards; *mean* is None without answers;
    equal means share a *rank*. *earlier* is None where there is nothing to compare.
    """

    rank: int | None
    service: ServiceName
    mean: float | None
    answers: int
    dont_know: int
    distribution: tuple[int, ...]
    earlier: EarlierMean | None = None

    @property
    def change(self) -> float | None:
        """Return by how much the mean has changed, None where there is nothing to compare."""
        return change(self.mean, self.earlier.mean if self.earlier else None)


@dataclass(frozen=True, slots=True)
class WordResult:
    """A word in an unknown language, and how many ballots gave it in any of its *spellings*.

    Equal counts share a *rank*.
    """

    rank: int
    word: str
    count: int
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChosenItem:
    """The number of ballots that chose a service. Equal counts share a *rank*, None for none."""

    rank: int | None
    service: ServiceName
    count: int


@dataclass(frozen=True, slots=True)
class ResultGroup:
    """The results of so many *ballots* that have one of *codes* in common, of what *by* names.

    The code of ballots whose region was not said is "".

    *values* are means of scores, or shares of ballots out of 100, by the slugs of services; a
    service that may not be split is missing. See `priorities.results.breakdown`.
    """

    by: Literal["language", "region"]
    codes: tuple[str, ...]
    ballots: int
    values: dict[str, float]


@dataclass(frozen=True, slots=True)
class Reopening:
    """That voting was opened again after a first closing, when and why."""

    at: datetime
    reason: Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationResult:
    """A closed consultation: the question as it was asked, and who answered.

    *languages* are those people voted in, none where so few did that it would tell who. *code* is
    its address; a note from before there were addresses has none. Old notes have no *groups*.
    """

    question: Phrase
    ballots: int
    languages: tuple[str, ...]
    caveat: Phrase | None = None
    reopened: Reopening | None = None
    code: str = ""
    groups: tuple[ResultGroup, ...] = ()

    def groups_by(self, by: str) -> tuple[ResultGroup, ...]:
        """Return the groups of one kind, none where they may not be told."""
        return tuple(group for group in self.groups if group.by == by)

    @property
    def has_results(self) -> bool:
        """Return whether anything was counted here."""
        raise NotImplementedError

    def services(self) -> tuple[ServiceName, ...]:
        """Return the services that were asked about."""
        return ()

    def typed_texts(self) -> Iterator[str]:
        """Return what voters typed, in unknown languages."""
        yield from ()

    def scale_ends(self) -> tuple[Phrase | None, ...]:
        """Return the labels of the scale, if the question has one."""
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingsResult(ConsultationResult):
    """Services rated from 1 to *scale*, best first.

    There are no *items* where the ballots were cast elsewhere and only the question is known.
    *words* is always empty: documents have held it since there was one class for both kinds.
    """

    scale: int
    low: Phrase | None
    high: Phrase | None
    items: tuple[ItemResult, ...]
    kind: Literal["ratings"] = "ratings"
    words: tuple[WordResult, ...] = ()

    @property
    def has_results(self) -> bool:
        return bool(self.items)

    def services(self) -> tuple[ServiceName, ...]:
        return tuple(item.service for item in self.items)

    def scale_ends(self) -> tuple[Phrase | None, ...]:
        return (self.low, self.high)


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsResult(ConsultationResult):
    """Words, the most frequent first. Fields of a rating are in the document and not used."""

    scale: int
    low: Phrase | None
    high: Phrase | None
    items: tuple[ItemResult, ...] = ()
    kind: Literal["words"] = "words"
    words: tuple[WordResult, ...] = ()

    @property
    def has_results(self) -> bool:
        return bool(self.words)

    def typed_texts(self) -> Iterator[str]:
        for word in self.words:
            yield from (word.word, *word.spellings)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceResult(ConsultationResult):
    """Services of which each voter chose up to *max_choices*, the most often chosen first."""

    max_choices: int
    choices: tuple[ChosenItem, ...]
    kind: Literal["choice"] = "choice"

    @property
    def has_results(self) -> bool:
        return bool(self.choices)

    def services(self) -> tuple[ServiceName, ...]:
        return tuple(item.service for item in self.choices)


def result_kind(result: Any) -> str:
    """Return the kind of a result, which may be data; results of old editions name none."""
    if isinstance(result, Mapping):
        return str(result.get("kind", "ratings"))
    return str(result.kind)


# A closed consultation in a document: one class per kind of question.
Consultation = Annotated[
    Annotated[RatingsResult, Tag("ratings")]
    | Annotated[WordsResult, Tag("words")]
    | Annotated[ChoiceResult, Tag("choice")],
    Discriminator(result_kind),
]
