"""A consultation as data for the typesetter: its words, figures and the sizes of drawings."""

from collections.abc import Callable
from typing import Any

from llex.core.text import Phrase
from priorities.results import scales
from sessions_app.briefing import phrases, result_texts
from sessions_app.briefing.document import Consultation, ItemResult, WordResult

Data = dict[str, Any]
PhraseData = Callable[[Phrase | None], Data | None]


def typst_results(consultation: Consultation, phrase: PhraseData) -> Data:
    """Return what the page needs of a consultation; *phrase* lays out a text with its language."""
    return {
        "question": phrase(consultation.question),
        "outcome": result_texts.outcome(consultation) if consultation.has_results else "",
        "scale": result_texts.scale(consultation),
        "ticks": scales.ticks(consultation.scale),
        "scores": [phrases.number(score) for score in range(1, consultation.scale + 1)],
        "caveat": phrase(consultation.caveat),
        "reopened": _reopened(consultation, phrase),
        "alternative": result_texts.chart(consultation),
        "items": [_item(item, consultation, phrase) for item in consultation.items],
        "words": [_word(word, consultation) for word in result_texts.ranked_words(consultation)],
        "further": result_texts.further_words(consultation),
        "cloud": [
            {"text": word.text, "step": word.step} for word in result_texts.cloud(consultation)
        ],
    }


def _reopened(consultation: Consultation, phrase: PhraseData) -> Data | None:
    if consultation.reopened is None:
        return None
    return {
        "when": result_texts.reopened(consultation),
        "reason": phrase(consultation.reopened.reason),
    }


def _word(word: WordResult, consultation: Consultation) -> Data:
    return {
        "rank": phrases.number(word.rank),
        "text": word.word,
        "spellings": result_texts.spellings(word),
        "count": phrases.number(word.count),
        "share": word.count / consultation.words[0].count,
    }


def _item(item: ItemResult, consultation: Consultation, phrase: PhraseData) -> Data:
    return {
        "rank": "–" if item.rank is None else phrases.number(item.rank),
        "service": phrase(item.service.name),
        "mean": phrases.mean(item.mean),
        "share": result_texts.reach(item, consultation),
        "answers": phrases.number(item.answers),
        "dont_know": phrases.number(item.dont_know),
        "distribution": [phrases.number(count) for count in item.distribution],
        "heights": result_texts.heights(item),
    }
