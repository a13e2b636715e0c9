"""A consultation as data for the typesetter: its words, figures and the sizes of drawings."""

from collections.abc import Callable
from typing import Any

from llex.text import Phrase
from priorities import scales
from sessions_app.briefing import outcomes, wording
from sessions_app.briefing.document import Consultation, ItemResult, WordResult

Data = dict[str, Any]
PhraseData = Callable[[Phrase | None], Data | None]


def lay_out_results(consultation: Consultation, phrase: PhraseData) -> Data:
    """Return what the page needs of a consultation; *phrase* lays out a text with its language."""
    return {
        "question": phrase(consultation.question),
        "outcome": outcomes.outcome(consultation) if consultation.has_results else "",
        "scale": outcomes.scale(consultation),
        "ticks": scales.ticks(consultation.scale),
        "scores": [wording.number(score) for score in range(1, consultation.scale + 1)],
        "caveat": phrase(consultation.caveat),
        "reopened": _reopened(consultation, phrase),
        "alternative": outcomes.chart(consultation),
        "items": [_item(item, consultation, phrase) for item in consultation.items],
        "words": [_word(word, consultation) for word in outcomes.ranked_words(consultation)],
        "further": outcomes.further_words(consultation),
        "cloud": [{"text": word.text, "step": word.step} for word in outcomes.cloud(consultation)],
    }


def _reopened(consultation: Consultation, phrase: PhraseData) -> Data | None:
    if consultation.reopened is None:
        return None
    return {
        "when": outcomes.reopened(consultation),
        "reason": phrase(consultation.reopened.reason),
    }


def _word(word: WordResult, consultation: Consultation) -> Data:
    return {
        "rank": wording.number(word.rank),
        "text": word.word,
        "spellings": outcomes.spellings(word),
        "count": wording.number(word.count),
        "share": word.count / consultation.words[0].count,
    }


def _item(item: ItemResult, consultation: Consultation, phrase: PhraseData) -> Data:
    return {
        "rank": "–" if item.rank is None else wording.number(item.rank),
        "service": phrase(item.service.name),
        "mean": wording.mean(item.mean),
        "share": outcomes.reach(item, consultation),
        "answers": wording.number(item.answers),
        "dont_know": wording.number(item.dont_know),
        "distribution": [wording.number(count) for count in item.distribution],
        "heights": outcomes.heights(item),
    }
