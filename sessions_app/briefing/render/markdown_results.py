"""The outcome of a consultation as Markdown: tables in which a column of blocks is the chart."""

from collections.abc import Callable, Iterable, Iterator
from functools import singledispatch
from typing import Final

from llex.core.text import Phrase
from llex.core.text.markdown import escape
from priorities.results.published import (
    ChoiceResult,
    ConsultationResult,
    ItemResult,
    RatingsResult,
    WordResult,
    WordsResult,
)
from sessions_app.briefing import phrases, result_texts

PhraseText = Callable[[Phrase | None], str]

# A full bar has so many characters; the last one is cut to eighths.
_BAR: Final = 10
_EIGHTHS: Final = " ▏▎▍▌▋▊▉█"
_COLUMNS: Final = "▁▂▃▄▅▆▇█"


def results(result: ConsultationResult, phrase: PhraseText) -> Iterator[str]:
    """Yield the blocks of a result; *phrase* writes a text in its language."""
    yield escape(result_texts.outcome(result))
    yield from figures(result, phrase)
    if result.reopened:
        reason = phrase(result.reopened.reason)
        yield f"**{escape(result_texts.reopened(result))}** {reason}"


@singledispatch
def figures(result: ConsultationResult, phrase: PhraseText) -> Iterator[str]:
    """Yield the blocks of one kind of question."""
    raise TypeError(result)


@figures.register
def _rating_blocks(result: RatingsResult, phrase: PhraseText) -> Iterator[str]:
    yield _ratings(result, phrase)
    yield escape(result_texts.scale(result))


@figures.register
def _word_blocks(result: WordsResult, phrase: PhraseText) -> Iterator[str]:
    yield _words(result)
    yield escape(result_texts.further_words(result))


@figures.register
def _choice_blocks(result: ChoiceResult, phrase: PhraseText) -> Iterator[str]:
    words = phrases.labels()
    heads = [words[key] for key in ("rank", "service", "ballots", "share", "chart")]
    lines = [cells(heads), _rule(len(heads), (1, 4))]
    lines += [
        cells(
            (
                "–" if item.rank is None else phrases.number(item.rank),
                phrase(item.service.name),
                phrases.number(item.count),
                escape(result_texts.percentage(item, result)),
                _bar(result_texts.share(item, result)),
            )
        )
        for item in result.choices
    ]
    yield "\n".join(lines)
    yield escape(result_texts.choice_limit(result))


def cells(values: Iterable[str]) -> str:
    """Return a row of a table."""
    return "| " + " | ".join(value.replace("|", "\\|") for value in values) + " |"


def _ratings(consultation: RatingsResult, phrase: PhraseText) -> str:
    words = phrases.labels()
    scores = [phrases.number(score) for score in range(1, consultation.scale + 1)]
    heads = [words["rank"], words["service"], words["mean"], words["chart"], *scores]
    heads += [words["answers"], words["dont_know"]]
    text_columns = (1, 3)
    lines = [cells(heads), _rule(len(heads), text_columns)]
    lines += [cells(_rating(item, consultation, phrase)) for item in consultation.items]
    return "\n".join(lines)


def _rating(item: ItemResult, consultation: RatingsResult, phrase: PhraseText) -> list[str]:
    counts = (*item.distribution, item.answers, item.dont_know)
    return [
        "–" if item.rank is None else phrases.number(item.rank),
        phrase(item.service.name),
        phrases.mean(item.mean),
        f"{_bar(result_texts.reach(item, consultation))} {_spread(item)}".strip(),
        *(phrases.number(count) for count in counts),
    ]


def _words(consultation: WordsResult) -> str:
    words = phrases.labels()
    heads = [words["rank"], words["word"], words["spellings"], words["ballots"], words["chart"]]
    lines = [cells(heads), _rule(len(heads), (1, 2, 4))]
    most = consultation.words[0].count
    lines += [cells(_word(word, most)) for word in result_texts.ranked_words(consultation)]
    return "\n".join(lines)


def _word(word: WordResult, most: int) -> list[str]:
    return [
        phrases.number(word.rank),
        escape(word.word),
        escape(result_texts.spellings(word)),
        phrases.number(word.count),
        _bar(word.count / most),
    ]


def _rule(columns: int, text: tuple[int, ...]) -> str:
    return cells(":--" if column in text else "--:" for column in range(columns))


def _bar(share: float) -> str:
    """Return a bar of blocks that fills *share* of its room."""
    eighths = round(share * _BAR * 8)
    return ("█" * (eighths // 8) + _EIGHTHS[eighths % 8]).strip()


def _spread(item: ItemResult) -> str:
    """Return the answers per score as a row of small columns, the lowest score first."""
    if not item.answers:
        return ""
    return "".join(_COLUMNS[round(height * 7)] for height in result_texts.heights(item))
