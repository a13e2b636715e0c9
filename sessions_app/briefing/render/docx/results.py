"""The outcome of a consultation in a Word file: the chart as a picture, the figures as a table."""

from functools import singledispatch
from typing import Final

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from llex.core.text import Phrase
from priorities.results.published import (
    ChoiceResult,
    ConsultationResult,
    RatingsResult,
    WordsResult,
)
from sessions_app.briefing import phrases, result_texts
from sessions_app.briefing.document import Document
from sessions_app.briefing.render.docx.body import Writer
from sessions_app.briefing.render.docx.styles import ACCENT, MUTED, SMALL
from sessions_app.briefing.render.docx.xml import narrow_margins
from sessions_app.briefing.render.pdf import draw_chart

_TEXT_WIDTH: Final = 166
# More single scores than that share their room with narrow margins.
_ROOMY: Final = 5
# The sizes of the cloud's steps, in points.
_SIZES: Final = (9, 12, 15, 19, 25)


def write_results(writer: Writer, document: Document, result: ConsultationResult) -> None:
    """Write the sentence, the figures of the kind of question, and when voting was reopened."""
    writer.line(result_texts.outcome(result))
    write_figures(result, writer, document)
    if result.reopened:
        line = writer.paragraph(SMALL)
        writer.run(line, f"{result_texts.reopened(result)} ", bold=True)
        writer.phrase(line, result.reopened.reason, notice=True)


@singledispatch
def write_figures(result: ConsultationResult, writer: Writer, document: Document) -> None:
    """Write the drawing and the table of one kind of question."""
    raise TypeError(result)


@write_figures.register
def _write_ratings(result: RatingsResult, writer: Writer, document: Document) -> None:
    _chart(writer, document, result)
    _ratings(writer, result)
    writer.line(result_texts.scale(result), SMALL)


@write_figures.register
def _write_words(result: WordsResult, writer: Writer, document: Document) -> None:
    _cloud(writer, result)
    _words(writer, result)
    if further := result_texts.further_words(result):
        writer.line(further, SMALL)


@write_figures.register
def _write_choice(result: ChoiceResult, writer: Writer, document: Document) -> None:
    _chart(writer, document, result)
    words = phrases.labels()
    heads = [words[key] for key in ("rank", "service", "ballots", "share")]
    table = writer.table(heads, (16, 94, 28, 28))
    for item in result.choices:
        values: tuple[str | Phrase, ...] = (
            "–" if item.rank is None else phrases.number(item.rank),
            item.service.name,
            phrases.number(item.count),
            result_texts.percentage(item, result),
        )
        for cell, value in zip(writer.row(table), values, strict=True):
            writer.cell(cell, value)
    writer.line(result_texts.choice_limit(result), SMALL)


def _chart(writer: Writer, document: Document, result: RatingsResult | ChoiceResult) -> None:
    writer.picture(draw_chart(document, result), _TEXT_WIDTH, result_texts.chart(result))


def _ratings(writer: Writer, consultation: RatingsResult) -> None:
    scores = [phrases.number(score) for score in range(1, consultation.scale + 1)]
    words = phrases.labels()
    keys = ("rank", "service", "mean", "answers", "dont_know")
    rank, service, mean, answers, dont_know = (words[key] for key in keys)
    # As wide as their heads in every language, which do not break within a word.
    has_many = len(scores) > _ROOMY
    fixed = (16, 18, 19, 21) if has_many else (19, 21, 22, 24)
    narrow = [6.0 if has_many else 9.0] * len(scores)
    service_width = _TEXT_WIDTH - sum(fixed) - sum(narrow)
    table = writer.table(
        (rank, service, mean, *scores, answers, dont_know),
        (fixed[0], service_width, fixed[1], *narrow, *fixed[2:]),
    )
    if has_many:
        narrow_margins(table)
    for item in consultation.items:
        values: tuple[str | Phrase, ...] = (
            "–" if item.rank is None else phrases.number(item.rank),
            item.service.name,
            phrases.mean(item.mean),
            *(phrases.number(count) for count in item.distribution),
            phrases.number(item.answers),
            phrases.number(item.dont_know),
        )
        for cell, value in zip(writer.row(table), values, strict=True):
            writer.cell(cell, value)


def _cloud(writer: Writer, consultation: WordsResult) -> None:
    paragraph = writer.paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for position, word in enumerate(result_texts.cloud(consultation)):
        if position:
            writer.run(paragraph, "   ")
        run = writer.run(paragraph, word.text)
        run.font.size = Pt(_SIZES[word.step - 1])
        run.font.color.rgb = ACCENT if word.step > 2 else MUTED  # noqa: PLR2004 - the larger ones


def _words(writer: Writer, consultation: WordsResult) -> None:
    words = phrases.labels()
    heads = [words[key] for key in ("rank", "word", "spellings", "ballots")]
    table = writer.table(heads, (16, 60, 66, 24))
    for word in result_texts.ranked_words(consultation):
        values = (
            phrases.number(word.rank),
            word.word,
            result_texts.spellings(word),
            phrases.number(word.count),
        )
        for cell, value in zip(writer.row(table), values, strict=True):
            writer.cell(cell, value)
