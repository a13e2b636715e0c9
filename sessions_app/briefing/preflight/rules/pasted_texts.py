"""Texts of one note that are there twice."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from sessions_app.briefing.preflight.findings import Finding
from sessions_app.briefing.preflight.passages import CheckedNote, CheckedText, shortened

_WORD: Final = re.compile(r"\w+")
_RUN: Final = 5
_FEWEST_WORDS: Final = 8
ALIKE: Final = 85.0


@dataclass(frozen=True, slots=True, eq=False)
class LongParagraph:
    """A paragraph of a text, and its words in small letters."""

    passage: CheckedText
    text: str
    words: tuple[str, ...]


def check_pasted(note: CheckedNote) -> Iterator[Finding]:
    """Find measures, challenges, points and paragraphs that are in the note twice, or nearly so."""
    reported: set[tuple[int, int]] = set()
    for first, second in _twice(list(long_paragraphs(note))):
        pair = (first.passage.position, second.passage.position)
        if pair in reported:
            continue
        reported.add(pair)
        message = _("It is also in “%(place)s”: “%(passage)s”") % {
            "place": first.passage.place,
            "passage": shortened(second.text),
        }
        yield second.passage.finding(
            "pasted_text", message, excerpt=second.text, values=(first.text,)
        )


def long_paragraphs(note: CheckedNote) -> Iterator[LongParagraph]:
    """Yield the paragraphs that are long enough to be of one place alone."""
    for passage in note.passages:
        is_summary = passage.target.field == "summary"
        if (
            passage.is_entry
            or (passage.is_section and not is_summary)
            or passage.target.kind == "axis"
        ):
            for text in passage.paragraphs:
                words = words_of(text)
                if len(words) >= _FEWEST_WORDS:
                    yield LongParagraph(passage, text, words)


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text in small letters."""
    return tuple(_WORD.findall(text.lower()))


def runs(words: Sequence[str], step: int = 1) -> Iterator[tuple[str, ...]]:
    """Yield the runs of words by which texts are compared, one at every *step* words."""
    for start in range(0, len(words) - _RUN + 1, step):
        yield tuple(words[start : start + _RUN])


def are_alike(first: Sequence[str], second: Sequence[str]) -> bool:
    """Return whether two paragraphs are the same, or nearly so, or one is within the other."""
    one, other = " ".join(first), " ".join(second)
    return fuzz.ratio(one, other, score_cutoff=ALIKE) > 0


def _twice(found: list[LongParagraph]) -> Iterator[tuple[LongParagraph, LongParagraph]]:
    seen: dict[tuple[str, tuple[str, ...]], LongParagraph] = {}
    for paragraph in found:
        language = paragraph.passage.language
        compared: set[int] = set()
        for run in runs(paragraph.words):
            earlier = seen.setdefault((language, run), paragraph)
            if earlier.passage is paragraph.passage or id(earlier) in compared:
                continue
            compared.add(id(earlier))
            if are_alike(earlier.words, paragraph.words):
                yield earlier, paragraph
                break
