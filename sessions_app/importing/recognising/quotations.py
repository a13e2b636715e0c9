"""Quotations: quotation marks with a speaker beside them."""

import re
from dataclasses import dataclass
from functools import cache

from sessions_app.briefing.document import Section
from sessions_app.importing.formatted_text import EDGES, FormattedText
from sessions_app.importing.reading import Block, Heading, Item, Paragraph
from sessions_app.importing.recognising.imported_note import (
    ImportedNote,
    RecognisedFact,
    RecognisedPerson,
    RecognisedQuotation,
)
from sessions_app.importing.recognising.persons import is_name, is_position, person_of
from sessions_app.importing.vocabulary import spelled

_QUOTE = re.compile(
    r"“([^”]{1,2000})”|«([^»]{1,2000})»|„([^“”]{1,2000})[“”]"
    r"|\"([^\"]{1,2000})\"|”([^”]{1,2000})”"
)
_FEWEST_WORDS = 5
_LONGEST_ATTRIBUTION = 30
# In words: a longer text needs quotation marks.
_LONGEST_UNMARKED = 80
_DASHES = ("–", "—", "― ", "-- ")
# In characters: farther on, nobody is looked for.
_LONGEST_SENTENCE = 1000
_PIECE_END = re.compile(r"[,،(–—]| - ")
_DASHED = re.compile(r"\s*[.,]?\s*[–—\-]\s*|\s*\(\s*")
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{3})[.!?](?:\s+|$)")


@dataclass(frozen=True, slots=True)
class _Found:
    """A quotation within a paragraph: where it and its attribution start and end."""

    text: FormattedText
    speaker: RecognisedPerson
    start: int
    end: int
    said: str = ""


@cache
def _before_speaker() -> re.Pattern[str]:
    said = "|".join(map(re.escape, spelled("said")))
    return re.compile(rf"[\s.,;:،؛–—\-(]*(?:(?P<said>{said})\s+)?", re.IGNORECASE)


def is_quoted(text: str) -> bool:
    """Return whether a text is a quotation of some words, perhaps with who said it."""
    match = _QUOTE.match(text)
    return match is not None and len(match.group().split()) >= _FEWEST_WORDS


def take_quoted(note: ImportedNote, blocks: list[Block], section: Section) -> list[Block]:
    """Lift out the paragraphs that are nothing but a quotation and its speaker."""
    left: list[Block] = []
    run: list[Block] = []
    for block in [*blocks, None]:
        if run and not (isinstance(block, Paragraph) and len(run) == 1):
            left += take_quotations(note, run, section)
            run = []
        if run or (isinstance(block, Paragraph) and is_quoted(str(block.text))):
            run += [block] if block else []
        elif block:
            left.append(block)
        if len(run) == 2:  # noqa: PLR2004 - and its speaker
            left += take_quotations(note, run, section)
            run = []
    return left


def take_quotations(note: ImportedNote, blocks: list[Block], section: Section) -> list[Block]:
    """Lift the quotations out of *blocks* that say who speaks, and return the rest."""
    left: list[Block] = []
    skip = False
    for index, block in enumerate(blocks):
        if skip:
            skip = False
            continue
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if isinstance(block, Paragraph) and (speaker := _attribution(block, following)):
            inner = _unquoted(block.text)
            note.quotations.append(RecognisedQuotation(inner, speaker, section, block.where))
            skip = True
        elif isinstance(block, Paragraph):
            left += _without_quotations(note, block, section)
        else:
            left.append(block)
    return left


def take_labelled(note: ImportedNote, text: FormattedText, where: int, section: Section) -> bool:
    """Take a quotation with its speaker from *text*, with or without quotation marks.

    The rest of the text stays in the section. Return whether a speaker was found.
    """
    block = Paragraph(text, where)
    before = len(note.quotations)
    rest = _without_quotations(note, block, section)
    if len(note.quotations) == before:
        line = str(text)
        dashes = [match for match in _DASHED.finditer(line) if match.start()]
        for match in reversed(dashes):
            person = person_of([line[match.end() :].rstrip(") ")])
            quoted = text.cut(0, match.start()).strip(EDGES + '“”«»"„ ')
            if is_name(person.name) and quoted:
                note.quotations.append(RecognisedQuotation(quoted, person, section, where))
                return True
        return False
    note.texts[section] += rest
    return True


def _without_quotations(note: ImportedNote, block: Paragraph, section: Section) -> list[Block]:
    text, start = block.text, 0
    while found := _first(text, start):
        note.quotations.append(RecognisedQuotation(found.text, found.speaker, section, block.where))
        if found.said:
            note.facts.append(RecognisedFact("label", found.said, block.where, about="quote"))
        text, start = text.cut(0, found.start) + text.cut(found.end), found.start
    return [Paragraph(text, block.where)] if text else []


def _first(text: FormattedText, start: int) -> _Found | None:
    line = str(text)
    for match in _QUOTE.finditer(line, max(start - 1, 0)):
        inner = _inner(text, match)
        if len(str(inner).split()) >= _FEWEST_WORDS:
            found = _speaker_after(text, match, inner) or _speaker_before(text, match, inner)
            if found:
                return found
    return None


def _inner(text: FormattedText, match: re.Match[str]) -> FormattedText:
    group = next(index for index, value in enumerate(match.groups(), start=1) if value is not None)
    return text.cut(*match.span(group)).strip(" ,")


def _speaker_after(
    text: FormattedText, match: re.Match[str], inner: FormattedText
) -> _Found | None:
    """Find “…” **Name**, position; “…” – Name, position; “…,” said Name, position."""
    line = str(text)
    between = _before_speaker().match(line, match.end())
    start = between.end() if between else match.end()
    said = (between["said"] or "") if between else ""
    bold = next((end for first, end in text.bold_runs() if first <= start < end), None)
    end = _sentence_end(line, start)
    piece = _PIECE_END.search(line, start, end)
    name_end = bold or (piece.start() if piece else end)
    name, rest = line[start:name_end].strip(EDGES), line[name_end:end]
    parted = not rest.strip(EDGES + ")") or rest.lstrip()[:1] in ",،(–—-:"
    named = bold or said or _DASHED.match(line, match.end()) or is_position(rest)
    if not is_name(name) or not parted or not named:
        return None
    return _Found(inner, RecognisedPerson(name, _position(rest)), match.start(), end, said)


def _speaker_before(
    text: FormattedText, match: re.Match[str], inner: FormattedText
) -> _Found | None:
    """Find **Name**, position: “…”, which begins and ends a paragraph."""
    line = str(text)
    before = line[: match.start()].rstrip()
    if not before.endswith(":") or line[match.end() :].strip(EDGES):
        return None
    runs = text.bold_runs()
    end = runs[0][1] if runs and not runs[0][0] else len(re.split(r"[,،(:]", before)[0])
    name = line[:end].strip(EDGES)
    if not is_name(name):
        return None
    return _Found(inner, RecognisedPerson(name, _position(before[end:])), 0, len(line))


def _position(text: str) -> str:
    position = text.strip(EDGES)
    if position.startswith("(") or (position.endswith(")") and "(" not in position):
        position = position.removeprefix("(").removesuffix(")")
    return position.strip(EDGES)


def _sentence_end(line: str, start: int) -> int:
    match = _SENTENCE_END.search(line, start, start + _LONGEST_SENTENCE)
    return match.end() if match else len(line)


def _attribution(block: Paragraph, following: Block | None) -> RecognisedPerson | None:
    """Return the speaker named in the paragraph after one that is wholly quoted."""
    match = _QUOTE.fullmatch(str(block.text).rstrip(" .,"))
    if not isinstance(following, Paragraph | Heading | Item):
        return None
    is_dashed = str(following.text).startswith(_DASHES) and isinstance(following, Paragraph)
    words = len(str(block.text).split())
    if words < _FEWEST_WORDS or not (match or (is_dashed and words <= _LONGEST_UNMARKED)):
        return None
    line = str(following.text).strip(EDGES)
    said = _before_speaker().match(line)
    line = line[said.end() :] if said and said["said"] else line
    if len(line.split()) > _LONGEST_ATTRIBUTION or line.count(". ") > 1:
        return None
    person = person_of([line.strip("()[]") if line[:1] in ("(", "[") else line])
    return person if is_name(person.name) else None


def _unquoted(text: FormattedText) -> FormattedText:
    match = _QUOTE.search(str(text))
    return _inner(text, match) if match else text
