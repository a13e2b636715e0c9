"""The rows of services on the hall's screen, with their results as far as they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.formats import number_format
from django.utils.translation import override

from priorities.live.screen_texts import ScreenTexts, texts_in
from priorities.models import ConsultationItem
from priorities.questions.question_texts import QuestionTexts
from priorities.results.scales import percent, percentage, percentage_text

# Characters that one line of a wall has room for.
_LONG: Final = 32

Results = Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service in the languages of the screen; *share* is the length of its bar out of 100."""

    service: str
    names: list[ScreenTexts]
    rank: int | None
    share: float

    @property
    def is_long(self) -> bool:
        """Return whether a name takes several lines of a wall."""
        return any(len(name.text) > _LONG for name in self.names)


@dataclass(frozen=True, slots=True)
class ScoreBar:
    """The answers of one score as a rectangle in a drawing of 100 by 100."""

    score: int
    count: int
    x: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class RatingRow(ServiceRow):
    """A service with its mean, as it is written, and the number of answers per score."""

    mean: str
    answers: int
    dont_know: int
    bars: list[ScoreBar]


@dataclass(frozen=True, slots=True)
class ChoiceRow(ServiceRow):
    """A service with the number of ballots that chose it, and their share of all, as written."""

    count: str
    percentage: str


def rating_rows(
    items: Iterable[ConsultationItem],
    texts: QuestionTexts,
    codes: Sequence[str],
    results: Results,
    scale: int,
) -> list[RatingRow]:
    """Return all services: by rank where results may be seen, else as they are asked."""
    with override(codes[0]):
        return [
            _rating_row(slug, texts_in(texts.names[slug], codes), found, scale)
            for slug, found in _in_order(items, (results or {}).get("items", []))
        ]


def choice_rows(
    items: Iterable[ConsultationItem],
    texts: QuestionTexts,
    codes: Sequence[str],
    results: Results,
) -> list[ChoiceRow]:
    """Return all services: by rank where results may be seen, else as they are asked."""
    shown = results or {}
    ballots = shown.get("ballots", 0)
    with override(codes[0]):
        return [
            ChoiceRow(
                service=slug,
                names=texts_in(texts.names[slug], codes),
                rank=found["rank"] if found else None,
                share=percentage(count, ballots),
                count=number_format(count, force_grouping=True),
                percentage=percentage_text(count, ballots),
            )
            for slug, found in _in_order(items, shown.get("choices", []))
            for count in [found["count"] if found else 0]
        ]


def _in_order(
    items: Iterable[ConsultationItem], results: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[str, Mapping[str, Any] | None]]:
    """Yield the slug of each service and its result, in the order of the results."""
    found = {item["service"]: item for item in results}
    place = {item["service"]: number for number, item in enumerate(results)}
    slugs = [item.service.slug for item in items]
    slugs.sort(key=lambda slug: place.get(slug, 0))
    for slug in slugs:
        yield slug, found.get(slug)


def _rating_row(
    service: str, names: list[ScreenTexts], item: Mapping[str, Any] | None, scale: int
) -> RatingRow:
    mean = item["mean"] if item else None
    return RatingRow(
        service=service,
        names=names,
        rank=item["rank"] if item else None,
        mean="–" if mean is None else number_format(mean, 2),
        share=percent(mean, scale),
        answers=item["answers"] if item else 0,
        dont_know=item["dont_know"] if item else 0,
        bars=list(_bars(item["distribution"] if item else [0] * scale)),
    )


def _bars(distribution: Sequence[int]) -> Iterator[ScoreBar]:
    most = max(distribution, default=0) or 1
    column = 100 / len(distribution)
    for index, count in enumerate(distribution):
        height = round(100 * count / most, 1)
        yield ScoreBar(
            score=index + 1,
            count=count,
            x=round(column * index, 2),
            top=round(100 - height, 1),
            width=round(column * 0.8, 2),
            height=height,
        )
