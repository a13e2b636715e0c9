"""A consultation as data for the typesetter: its texts, figures and the sizes of drawings.

Each kind of question adds its own entries; `consultation.typ` draws them by the name of the kind.
"""

from collections.abc import Callable
from functools import singledispatch
from typing import Any

from llex.core.text import Phrase
from priorities.results import scales
from priorities.results.published import (
    ChoiceResult,
    ConsultationResult,
    RatingsResult,
    WordsResult,
    result_kind,
)
from sessions_app.briefing import phrases, result_texts

Data = dict[str, Any]
PhraseData = Callable[[Phrase | None], Data | None]


def typst_results(result: ConsultationResult, phrase: PhraseData) -> Data:
    """Return what the page needs of a consultation; *phrase* lays out a text with its language."""
    return {
        "question": phrase(result.question),
        "kind": result_kind(result),
        "has_results": result.has_results,
        "outcome": result_texts.outcome(result) if result.has_results else "",
        "caveat": phrase(result.caveat),
        "reopened": _reopened(result, phrase),
        "alternative": result_texts.chart(result),
        **kind_data(result, phrase),
    }


@singledispatch
def kind_data(result: ConsultationResult, phrase: PhraseData) -> Data:
    """Return the entries of one kind of question. *remark* follows the figures."""
    raise TypeError(result)


@kind_data.register
def _ratings(result: RatingsResult, phrase: PhraseData) -> Data:
    return {
        "ticks": scales.ticks(result.scale),
        "scores": [phrases.number(score) for score in range(1, result.scale + 1)],
        "remark": result_texts.scale(result),
        "items": [
            {
                "rank": _rank(item.rank),
                "service": phrase(item.service.name),
                "mean": phrases.mean(item.mean),
                "share": result_texts.reach(item, result),
                "answers": phrases.number(item.answers),
                "dont_know": phrases.number(item.dont_know),
                "distribution": [phrases.number(count) for count in item.distribution],
                "heights": result_texts.heights(item),
            }
            for item in result.items
        ],
    }


@kind_data.register
def _words(result: WordsResult, phrase: PhraseData) -> Data:
    return {
        "words": [
            {
                "rank": phrases.number(word.rank),
                "text": word.word,
                "spellings": result_texts.spellings(word),
                "count": phrases.number(word.count),
                "share": word.count / result.words[0].count,
            }
            for word in result_texts.ranked_words(result)
        ],
        "remark": result_texts.further_words(result),
        "cloud": [{"text": word.text, "step": word.step} for word in result_texts.cloud(result)],
    }


@kind_data.register
def _choice(result: ChoiceResult, phrase: PhraseData) -> Data:
    return {
        "remark": result_texts.choice_limit(result),
        "items": [
            {
                "rank": _rank(item.rank),
                "service": phrase(item.service.name),
                "count": phrases.number(item.count),
                "percentage": result_texts.percentage(item, result),
                "share": result_texts.share(item, result),
            }
            for item in result.choices
        ],
    }


def _rank(rank: int | None) -> str:
    return "–" if rank is None else phrases.number(rank)


def _reopened(result: ConsultationResult, phrase: PhraseData) -> Data | None:
    if result.reopened is None:
        return None
    return {
        "when": result_texts.reopened(result),
        "reason": phrase(result.reopened.reason),
    }
