"""The results as a page shows them: in one language, with bars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, cast

from django.core.cache import cache

from llex.core.languages import fallbacks
from llex.core.text import Phrase
from priorities.models import Consultation
from priorities.results.scales import percent
from priorities.results.tally import tally
from priorities.voting.question_texts import QuestionTexts

# A hall that reloads at once counts once.
_SECONDS: Final = 2
# As many words as a phone shows without burying the rest; the same number is in
# static/js/priorities/voting.js.
MOST_WORDS: Final = 20


@dataclass(frozen=True, slots=True)
class ResultBar:
    """A service or a word with its result; *share* is the length of its bar out of 100."""

    text: Phrase
    service: str
    figure: float | int | None
    share: float
    answers: int


@dataclass(frozen=True, slots=True)
class Results:
    """What everybody may see."""

    ballots: int
    scale: int
    bars: list[ResultBar]


def shown_results(
    consultation: Consultation, words: QuestionTexts, language: str
) -> Results | None:
    """Return the results in *language*, best first, or None while nobody may see them."""
    if not consultation.shows_results:
        return None
    counted = consultation.results or _counted(consultation)
    order = fallbacks(language, consultation.session.languages[0])
    bars = []
    for row in counted.get("items", []):
        text = words.name(row["service"], order)
        share = percent(row["mean"], counted["scale"])
        bars.append(ResultBar(text, row["service"], row["mean"], share, row["answers"]))
    frequent = counted.get("words", [])[:MOST_WORDS]
    most = max((row["count"] for row in frequent), default=1)
    for row in frequent:
        text = Phrase("", row["word"])
        bars.append(
            ResultBar(text, "", row["count"], round(100 * row["count"] / most, 1), row["count"])
        )
    return Results(counted["ballots"], consultation.scale, bars)


def _counted(consultation: Consultation) -> dict[str, Any]:
    key = f"tally:{consultation.pk}"
    return cast(
        dict[str, Any], cache.get_or_set(key, lambda: tally(consultation), timeout=_SECONDS)
    )
