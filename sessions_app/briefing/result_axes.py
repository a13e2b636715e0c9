"""The texts along the bars of a result, at even distances. In the active language."""

from functools import singledispatch
from typing import Final

from priorities.results.published import (
    ChoiceResult,
    ConsultationResult,
    RatingsResult,
    WordsResult,
)
from priorities.results.scales import percentage_text
from sessions_app.briefing.phrases import number

# The bars of shares are marked at each quarter.
_PARTS: Final = 4


@singledispatch
def axis(result: ConsultationResult) -> tuple[str, ...]:
    """Return the texts from the beginning of a bar to its end; each kind registers its own."""
    raise TypeError(result)


@axis.register
def _scores(result: RatingsResult) -> tuple[str, ...]:
    return tuple(map(number, range(1, result.scale + 1)))


@axis.register
def _shares(result: ChoiceResult) -> tuple[str, ...]:
    return tuple(percentage_text(part, _PARTS) for part in range(_PARTS + 1))


@axis.register
def _counts(result: WordsResult) -> tuple[str, ...]:
    return number(0), number(result.words[0].count)
