"""The question that the participants were asked to rate by."""

import re

from sessions_app.importing.formatted_text import FormattedText
from sessions_app.importing.reading import Block, Heading, Item, Paragraph, Row, plain
from sessions_app.importing.recognising.imported_note import (
    ImportedNote,
    RecognisedFact,
    RecognisedQuestion,
)
from sessions_app.importing.vocabulary import has_word, language_of, phrases
from sessions_app.importing.words import fold

_FEWEST_WORDS, _MOST_WORDS = 4, 60
_LABEL = re.compile(r"(?P<label>[^:]{3,30}?)\s*:\s+(?=\S)")
_QUOTED = re.compile(r"[“«\"„]\s*([^“”«»\"„]+\?)\s*[”»\"“]")


def take_questions(note: ImportedNote, blocks: list[Block]) -> list[Block]:
    """Take the lines that are a question from the section on priorities, and return the rest."""
    left: list[Block] = []
    for block in blocks:
        text = _bare(note, block)
        if text is None:
            left.append(block)
            continue
        question = note.line(text, "priorities", block.where)
        language = language_of(question) or note.language
        note.questions.append(RecognisedQuestion(question, language, block.where))
    if not note.questions:
        note.questions += _quoted(note, left)
    return left


def _bare(note: ImportedNote, block: Block) -> FormattedText | None:
    """Return the question that a block is, without a label before it, or None if it is none."""
    if isinstance(block, Row):
        return None
    text = block.text
    match = _LABEL.match(str(text))
    if match and fold(match["label"]) in phrases("question"):
        note.facts.append(RecognisedFact("label", match["label"], block.where, about="question"))
        return text.cut(match.end())
    return text if _is_question(note, block) else None


def _is_question(note: ImportedNote, block: Heading | Paragraph | Item) -> bool:
    line = str(block.text)
    if not _FEWEST_WORDS <= len(line.split()) <= _MOST_WORDS or not has_word(line, "rating"):
        return False
    if line.rstrip("\"'»” ").endswith("?"):
        return True
    foreign = language_of(line) not in {None, note.language}
    return (
        isinstance(block, Paragraph)
        and not line.endswith((".", ":", ";"))
        and (foreign or has_word(" ".join(line.split()[:2]), "rating"))
    )


def _quoted(note: ImportedNote, blocks: list[Block]) -> list[RecognisedQuestion]:
    """Find a question in quotation marks within the text, which keeps it."""
    return [
        RecognisedQuestion(
            match[1].strip(), language_of(match[1]) or note.language, block.where, quoted=True
        )
        for block in blocks
        for match in _QUOTED.finditer(plain(block))
        if len(match[1].split()) >= _FEWEST_WORDS and has_word(match[1], "rating")
    ][:1]
