"""The outcome of a consultation in a Word file: the chart as a picture, the figures as a table."""

from typing import Final

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from llex.core.text import Phrase
from sessions_app.briefing import phrases, result_texts
from sessions_app.briefing.document import Consultation, Document
from sessions_app.briefing.render.pdf import draw_chart
from sessions_app.briefing.render.word.body import Writer
from sessions_app.briefing.render.word.styles import ACCENT, MUTED, SMALL

_TEXT_WIDTH: Final = 166
# The sizes of the cloud's steps, in points.
_SIZES: Final = (9, 12, 15, 19, 25)


def write_results(writer: Writer, document: Document, consultation: Consultation) -> None:
    """Write the sentence, the chart, the figures and what has to be said about them."""
    writer.line(result_texts.outcome(consultation))
    if consultation.items:
        picture = draw_chart(document, consultation)
        writer.picture(picture, _TEXT_WIDTH, result_texts.chart(consultation))
        _ratings(writer, consultation)
        writer.line(result_texts.scale(consultation), SMALL)
    if consultation.words:
        _cloud(writer, consultation)
        _words(writer, consultation)
        if further := result_texts.further_words(consultation):
            writer.line(further, SMALL)
    if consultation.reopened:
        line = writer.paragraph(SMALL)
        writer.run(line, f"{result_texts.reopened(consultation)} ", bold=True)
        writer.phrase(line, consultation.reopened.reason, notice=True)


def _ratings(writer: Writer, consultation: Consultation) -> None:
    scores = [phrases.number(score) for score in range(1, consultation.scale + 1)]
    words = phrases.labels()
    keys = ("rank", "service", "mean", "answers", "dont_know")
    rank, service, mean, answers, dont_know = (words[key] for key in keys)
    narrow = [9.0] * len(scores)
    service_width = _TEXT_WIDTH - 14 - 16 - 22 - 24 - sum(narrow)
    table = writer.table(
        (rank, service, mean, *scores, answers, dont_know),
        (14, service_width, 16, *narrow, 22, 24),
    )
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


def _cloud(writer: Writer, consultation: Consultation) -> None:
    paragraph = writer.paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for position, word in enumerate(result_texts.cloud(consultation)):
        if position:
            writer.run(paragraph, "   ")
        run = writer.run(paragraph, word.text)
        run.font.size = Pt(_SIZES[word.step - 1])
        run.font.color.rgb = ACCENT if word.step > 2 else MUTED  # noqa: PLR2004 - the larger ones


def _words(writer: Writer, consultation: Consultation) -> None:
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
