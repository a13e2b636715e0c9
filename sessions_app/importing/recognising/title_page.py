"""The title page, line by line: date, hashtag, contact, labels; what is left are its titles."""

import re
from collections.abc import Sequence
from functools import cache

from django.utils.translation import gettext as _

from sessions_app.importing.formatted_text import EDGES, FormattedText
from sessions_app.importing.reading import Block, Dropped, Paragraph, Row, plain
from sessions_app.importing.recognising.dates import FoundDate, dates_in
from sessions_app.importing.recognising.imported_note import (
    ImportedNote,
    PublicationDate,
    RecognisedFact,
)
from sessions_app.importing.recognising.titles import TitleLine, read_titles
from sessions_app.importing.vocabulary import mentions, phrases, spelled
from sessions_app.importing.words import fold

_HASHTAG = re.compile(r"(?<![\w#])#(?P<tag>\w*[^\W\d_]\w*)")
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PIECE = re.compile(r"\s*[|·•;؛]\s*|\s+[–—-]\s+|(?<=\d)[.,،]\s+(?=[^\W\d])")
_LABEL = re.compile(r"(?P<label>[^:]{2,30}?)\s*:\s+(?=\S)")


def read_front(note: ImportedNote, blocks: list[Block], known: Sequence[str]) -> list[Block]:
    """Take from the title page what it says, and return its lines about whom to contact.

    *known* are titles of the series; a line that is like one of them is the series.
    """
    lines: list[TitleLine] = []
    contact: list[Block] = []
    for block in _with_values(blocks):
        if isinstance(block, Row):
            # A table is never on the title page: it begins the introduction.
            continue
        if is_contact(str(block.text)):
            contact.append(Paragraph(block.text, block.where))
        elif text := _rest(note, _without_pages(note, block.text, block.where), block.where):
            lines.append(TitleLine(text, block, any(dates_in(str(block.text)))))
    read_titles(note, lines, known)
    if contact and not any(emails(plain(block)) for block in contact):
        note.remarks.append(_("The line on whom to contact gives no address."))
    return contact


def _with_values(blocks: list[Block]) -> list[Block]:
    """Return lines with a label that only says when joined to the day below it."""
    made: list[Block] = []
    for block in blocks:
        above = made[-1] if made else None
        if above is None or isinstance(above, Row) or isinstance(block, Row):
            made.append(block)
            continue
        label = plain(above).rstrip(" :")
        found = next(dates_in(plain(block)), None)
        is_label = fold(label) in {*phrases("published"), *phrases("labels", "date")}
        if is_label and found and only_says_when(plain(block), found):
            made[-1] = Paragraph(above.text + block.text, above.where)
        else:
            made.append(block)
    return made


def hashtags(text: str) -> list[str]:
    """Return the hashtags in *text*, without their sign."""
    return [match["tag"] for match in _HASHTAG.finditer(text)]


def emails(text: str) -> list[str]:
    """Return the e-mail addresses in *text*."""
    return _EMAIL.findall(text)


def is_contact(line: str) -> bool:
    """Return whether *line* has a contact for questions."""
    folded = fold(line)
    return bool(emails(line)) or folded.startswith(phrases("contact"))


def _without_pages(note: ImportedNote, text: FormattedText, where: int) -> FormattedText:
    """Return a line without the number of pages in it."""
    match = _pages().search(str(text))
    if not match:
        return text
    note.dropped.append(Dropped(_("number of pages"), match.group(), where))
    before, after = text.cut(0, match.start()), text.cut(match.end())
    return (before.strip(EDGES) + after.strip(EDGES)).strip()


def _rest(note: ImportedNote, text: FormattedText, where: int) -> FormattedText:
    """Return what is left of a line after its date, hashtag and label were taken."""
    if not _labelled(note, text, where):
        text = take_date(note, text, where)
        tags = hashtags(str(text))
        note.hashtag = note.hashtag or (tags[0] if tags else "")
        if len(tags) != 1 or fold(str(text)) != fold(tags[0]):
            return text
        note.facts.append(RecognisedFact("hashtag", str(text), where))
    return FormattedText()


def _labelled(note: ImportedNote, text: FormattedText, where: int) -> bool:
    match = _LABEL.match(str(text))
    if not match:
        return False
    value = text.cut(match.end()).strip(EDGES + "\"'“”«»")
    for key in ("title", "series", "tagline"):
        name = "series_title" if key == "series" else key
        if any(dates_in(str(value))):
            continue
        if fold(match["label"]) in phrases("labels", key) and not getattr(note, name):
            setattr(note, name, note.line(value, "introduction", where))
            note.facts.append(RecognisedFact("label", match["label"], where, about=key))
            return True
    return False


def take_date(note: ImportedNote, text: FormattedText, where: int) -> FormattedText:
    """Take the date of the session from a line, and return what is left of the line."""
    text = _without_published(note, text, where)
    line = str(text)
    for found in dates_in(line):
        if note.held_on not in {None, found.day}:
            continue
        note.held_on = found.day
        before, after = line[: found.start], line[found.end :]
        if only_says_when(line, found):
            note.facts.append(RecognisedFact("date", line, where))
            return FormattedText()
        if _stands_apart(before, after):
            note.facts.append(RecognisedFact("date", line[found.start : found.end], where))
            return (text.cut(0, found.start).strip() + text.cut(found.end).strip()).strip()
    return text


def _without_published(note: ImportedNote, text: FormattedText, where: int) -> FormattedText:
    """Return a line without the day on which the note was published, which is not the session's."""
    line = str(text)
    edges = [0, *(at for match in _PIECE.finditer(line) for at in match.span()), len(line)]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        said = line[start:end]
        found = next(dates_in(said), None)
        if found and mentions(said[: found.start], "published") and only_says_when(said, found):
            note.published.append(PublicationDate(found.day, said.strip(), where))
            return (text.cut(0, start).strip() + text.cut(end).strip()).strip()
    return text


def only_says_when(line: str, found: FoundDate) -> bool:
    """Return whether a line has only a date and words that go with one."""
    return _only_says_when(line[: found.start]) and _only_says_when(line[found.end :])


def _only_says_when(text: str) -> bool:
    around = {word for phrase in phrases("around_date") for word in phrase.split()}
    return all(word in around for word in fold(text).split())


def _stands_apart(before: str, after: str) -> bool:
    """Return whether the date is the first or last piece of a line of pieces."""
    before, after = before.rstrip(), after.lstrip()
    last = not after and before.endswith(tuple(",|–—-:("))
    first = not before and after.startswith(tuple(",|–—-:"))
    return last or first


def contradicted(texts: Sequence[str], year: int | None) -> list[tuple[str, FoundDate]]:
    """Find the dates that are written with a weekday that is not theirs."""
    return [
        (text[found.start : found.end], found)
        for text in texts
        for found in dates_in(text, year=year)
        if found.is_contradicted
    ]


@cache
def _pages() -> re.Pattern[str]:
    words = "|".join(map(re.escape, spelled("page")))
    return re.compile(rf"\(?\b\d{{1,3}}\s*(?:{words})(?!\w)\s*\)?", re.IGNORECASE)
