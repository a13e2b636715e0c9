"""The results as a page shows them: in one language, with bars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, cast

from django.core.cache import cache

from llex.core.languages import fallbacks
from priorities.models import Consultation
from priorities.questions.kind import ResultBar
from priorities.questions.question_texts import QuestionTexts
from priorities.questions.registry import kind_of
from priorities.questions.tally import tally

# One count serves a hall that reloads at the same moment.
_SECONDS: Final = 2


@dataclass(frozen=True, slots=True)
class Results:
    """The results that everybody may see."""

    ballots: int
    scale: int
    bars: list[ResultBar]


def shown_results(
    consultation: Consultation, words: QuestionTexts, language: str
) -> Results | None:
    """Return the results in *language*, best first, or None while they are hidden."""
    if not consultation.shows_results:
        return None
    counted = consultation.results or _counted(consultation)
    order = fallbacks(language, consultation.session.languages[0])
    bars = list(kind_of(consultation).bars(counted, words, order))
    return Results(counted["ballots"], consultation.scale, bars)


def _counted(consultation: Consultation) -> dict[str, Any]:
    key = f"tally:{consultation.pk}"
    return cast(
        dict[str, Any], cache.get_or_set(key, lambda: tally(consultation), timeout=_SECONDS)
    )
