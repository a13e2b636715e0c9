"""Attendees: chairs, guests named in the text, lists of participants."""

import re
from collections.abc import Iterator
from functools import cache

from sessions_app.briefing.document import Role
from sessions_app.importing.formatted_text import EDGES, FormattedText
from sessions_app.importing.reading import Block, Heading, Item, Paragraph, Row, plain
from sessions_app.importing.recognising.imported_note import (
    ImportedNote,
    RecognisedAttendee,
    RecognisedFact,
    RecognisedPerson,
)
from sessions_app.importing.recognising.outline import without_number
from sessions_app.importing.recognising.persons import is_name, is_position, person_of
from sessions_app.importing.vocabulary import numbers, phrases, spelled
from sessions_app.importing.words import fold

_SENTENCE = re.compile(r"(?<=[^\W\d_]{2})[.!?](?=\s|$)")
_ROLES: tuple[tuple[str, Role], ...] = (("chaired", "chair"), ("attended", "participant"))


def read_attendees(note: ImportedNote, blocks: list[Block]) -> None:
    """Note the people whom running text names in bold after words like “chaired by”."""
    for block in blocks:
        if isinstance(block, Paragraph):
            for sentence in _sentences(block.text):
                _read_sentence(note, sentence, block.where)


def take_lists(note: ImportedNote, blocks: list[Block]) -> list[Block]:
    """Take the lists under headings like “Participants”, and return the other blocks."""
    left: list[Block] = []
    in_list = False
    for block in blocks:
        if isinstance(block, Heading):
            in_list = fold(without_number(str(block.text))) in phrases("people_headings")
            if in_list:
                note.facts.append(
                    RecognisedFact("label", str(block.text), block.where, about="attendees")
                )
                continue
        if in_list and isinstance(block, Item) and (person := _listed(block.text)):
            note.attendees.append(
                RecognisedAttendee(person, "participant", block.where, listed=True)
            )
            continue
        left.append(block)
    return left


def read_attendance(note: ImportedNote, blocks: list[Block]) -> None:
    """Note how many took part, from the first sentence that counts them."""
    for block in blocks:
        if note.attendance is None and not isinstance(block, Row):
            note.attendance = _count(plain(block))


def _count(text: str) -> int | None:
    heads = "|".join(phrases("heads"))
    in_words = "|".join(sorted(numbers(), key=len, reverse=True))
    folded = fold(text)
    match = re.search(rf"\b(?:(\d{{1,3}} \d{{3}}|\d{{2,6}})|({in_words})) (?:{heads})\b", folded)
    if not match:
        return None
    return int(match[1].replace(" ", "")) if match[1] else numbers()[match[2]]


def _sentences(text: FormattedText) -> Iterator[FormattedText]:
    start = 0
    line = str(text)
    for match in (*_SENTENCE.finditer(line), None):
        end = match.end() if match else len(line)
        if sentence := text.cut(start, end):
            yield sentence
        start = end


def _read_sentence(note: ImportedNote, sentence: FormattedText, where: int) -> None:
    cue = next(
        ((at, role) for field, role in _ROLES if (at := _after(str(sentence), field)) is not None),
        None,
    )
    if cue is None:
        return
    start, role = cue
    if not sentence.bold_runs():
        _read_unmarked(note, str(sentence)[start:], role, where)
        return
    runs = [(first, last) for first, last in sentence.bold_runs() if first >= start]
    names = [(a, b) for a, b in runs if is_name(str(sentence.cut(a, b)).strip(EDGES))]
    line = str(sentence)
    after_name = bool(names) and not line[start : names[0][0]].strip(EDGES)
    for index, (first, last) in enumerate(names):
        if after_name:
            end = names[index + 1][0] if index + 1 < len(names) else len(line)
            position = line[last:end]
        else:
            position = line[names[index - 1][1] if index else start : first]
        note.attendees.append(
            RecognisedAttendee(
                RecognisedPerson(line[first:last].strip(EDGES), _position(position)), role, where
            )
        )


def _read_unmarked(note: ImportedNote, text: str, role: Role, where: int) -> None:
    """Note the first person where no name is in bold: “… by Ana Torres, Mayor of Lima, …”."""
    pieces = text.strip(EDGES).split(", ")
    name = _leading_words().sub("", pieces[0]).strip(EDGES)
    position = _position(pieces[1]) if len(pieces) > 1 else ""
    if is_name(name) and (position or len(pieces) == 1):
        note.attendees.append(RecognisedAttendee(RecognisedPerson(name, position), role, where))


def _after(line: str, field: str) -> int | None:
    """Return where *line* goes on after the last of the phrases of *field* that are in it."""
    patterns = (r"\W+".join(map(re.escape, phrase.split())) for phrase in phrases(field))
    bare = _unaccented(line)
    matches = (re.search(rf"\b{pattern}\b", bare) for pattern in patterns)
    return max((match.end() for match in matches if match), default=None)


def _unaccented(line: str) -> str:
    """Return *line* without accents, each character where it was."""
    return "".join((fold(character) or character)[:1] for character in line)


def _position(text: str) -> str:
    """Return a position without what joins it to its sentence; nothing if it is none."""
    text = _conjunctions().sub("", text.strip(EDGES)).strip(EDGES)
    text = _leading_words().sub("", text)
    return text if is_position(text) else ""


def _listed(text: FormattedText) -> RecognisedPerson | None:
    person = person_of([str(text)])
    return person if is_name(person.name) and not text.addresses else None


@cache
def _leading_words() -> re.Pattern[str]:
    """Return a pattern of what may precede a name: “and by the”."""
    before = "|".join(map(re.escape, (*spelled("conjunctions"), *spelled("by"))))
    articles = "|".join(map(re.escape, spelled("articles")))
    return re.compile(rf"^(?:(?:{before})\s+)?(?:(?:{articles})\s+|l['’])?", re.IGNORECASE)


@cache
def _conjunctions() -> re.Pattern[str]:
    """Return a pattern of the conjunctions at the ends of a name."""
    words = "|".join(map(re.escape, spelled("conjunctions")))
    return re.compile(rf"\s*,?\s+(?:{words})\s*$|^\s*,?\s*(?:{words})\s+", re.IGNORECASE)
