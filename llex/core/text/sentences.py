"""Paragraphs, sentences and words of a plain text, in any of the languages."""

import re
from collections.abc import Iterator
from typing import Final

# The end of a sentence: its mark, also inside a closing quotation mark or bracket, before a space.
_END: Final = re.compile(r"(?<=[.!?؟。])(?:[\s\u202f]?[»”’\")\]]+)?\s+(?=\S)")
# A dot behind one of these ends no sentence: an initial, the number of an item, an abbreviation.
_NO_END: Final = re.compile(
    r"^\d+\.$|(?:^|[\s(])(?:[^\W\d_]|(?:[^\W\d_]\.)+[^\W\d_]|St|Ste|Dr|Dra|Sr|Sra|Mr|Mrs|Ms|No|art|approx|env"
    r"|núm|av|p|pp|vs|etc|Prof)\.$",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:[’'·\-][^\W\d_]+)*")


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs and lines of *text* that are not blank."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of *text*, in its order, without the spaces around them."""
    for line in paragraphs(text):
        start = 0
        for end in _END.finditer(line):
            if not _NO_END.search(line, start, end.start()):
                yield line[start : end.end()].strip()
                start = end.end()
        if line[start:].strip():
            yield line[start:].strip()


def words(text: str) -> list[str]:
    """Return the words of *text* as they are written, without figures."""
    return _WORD.findall(text)
