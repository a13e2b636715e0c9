"""The outcome of a consultation as Markdown: tables in which a column of blocks is the chart."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from llex.text import Phrase
from llex.text.markdown import escape
from sessions_app.briefing import outcomes, wording
from sessions_app.briefing.document import Consultation, ItemResult, WordResult

PhraseText = Callable[[Phrase | None], str]

# A full bar has so many characters; the last one is cut to eighths.
_BAR: Final = 10
_EIGHTHS: Final = " ▏▎▍▌▋▊▉█"
_COLUMNS: Final = "▁▂▃▄▅▆▇█"


def results(consultation: Consultation, phrase: PhraseText) -> Iterator[str]:
    """Yield the blocks of a result; *phrase* writes a text in its language."""
    yield escape(outcomes.outcome(consultation))
    if consultation.items:
        yield _ratings(consultation, phrase)
        yield escape(outcomes.scale(consultation))
    if consultation.words:
        yield _words(consultation)
        yield escape(outcomes.further_words(consultation))
    if consultation.reopened:
        reason = phrase(consultation.reopened.reason)
        yield f"**{escape(outcomes.reopened(consultation))}** {reason}"


def cells(values: Iterable[str]) -> str:
    """Return a row of a table."""
    return "| " + " | ".join(value.replace("|", "\\|") for value in values) + " |"


def _ratings(consultation: Consultation, phrase: PhraseText) -> str:
    words = wording.labels()
    scores = [wording.number(score) for score in range(1, consultation.scale + 1)]
    heads = [words["rank"], words["service"], words["mean"], words["chart"], *scores]
    heads += [words["answers"], words["dont_know"]]
    text_columns = (1, 3)
    lines = [cells(heads), _rule(len(heads), text_columns)]
    lines += [cells(_rating(item, consultation, phrase)) for item in consultation.items]
    return "\n".join(lines)


def _rating(item: ItemResult, consultation: Consultation, phrase: PhraseText) -> list[str]:
    counts = (*item.distribution, item.answers, item.dont_know)
    return [
        "–" if item.rank is None else wording.number(item.rank),
        phrase(item.service.name),
        wording.mean(item.mean),
        f"{_bar(outcomes.reach(item, consultation))} {_spread(item)}".strip(),
        *(wording.number(count) for count in counts),
    ]


def _words(consultation: Consultation) -> str:
    words = wording.labels()
    heads = [words["rank"], words["word"], words["spellings"], words["ballots"], words["chart"]]
    lines = [cells(heads), _rule(len(heads), (1, 2, 4))]
    most = consultation.words[0].count
    lines += [cells(_word(word, most)) for word in outcomes.ranked_words(consultation)]
    return "\n".join(lines)


def _word(word: WordResult, most: int) -> list[str]:
    return [
        wording.number(word.rank),
        escape(word.word),
        escape(outcomes.spellings(word)),
        wording.number(word.count),
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
    return "".join(_COLUMNS[round(height * 7)] for height in outcomes.heights(item))
