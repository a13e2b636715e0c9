"""Cities that come one after the other with labelled texts, instead of in a table."""

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from sessions_app.importing.formatted_text import FormattedText
from sessions_app.importing.reading import Block, Heading, Item, Paragraph, Row, plain
from sessions_app.importing.reading.headings import ends_sentence
from sessions_app.importing.recognising.card_labels import (
    Labels,
    column_of,
    content_of,
    label_and_rest,
    labels_by_place,
)
from sessions_app.importing.recognising.city_lines import city_line, to_confirm
from sessions_app.importing.recognising.imported_note import ImportedNote, RecognisedFact
from sessions_app.importing.recognising.persons import is_name, is_position, person_of
from sessions_app.importing.recognising.table_heads import Column
from sessions_app.importing.recognising.tables import TableReader
from sessions_app.importing.words import fold

_LONGEST_LINE = 25
_FEWEST = 2
_PERSON: tuple[Column, ...] = ("representative", "position")
# Where a text without a label belongs.
_TEXT: Column = "responses"


@dataclass
class _Card:
    """A city while its blocks are read."""

    where: int
    cells: dict[Column, list[FormattedText]]
    facts: list[RecognisedFact] = field(default_factory=list)
    is_labelled: bool = False

    def put(self, column: Column, text: FormattedText) -> None:
        if text:
            self.cells.setdefault(column, []).append(text)


def take_cards(note: ImportedNote, blocks: list[Block], tables: TableReader) -> list[Block]:
    """Take the cities under whose line responses or challenges are labelled; return the rest."""
    starts = _starts(blocks, tables)
    ends = {start: _end(blocks, start, starts) for start in starts}
    unknown = labels_by_place([blocks[start + 1 : end] for start, end in ends.items()])
    left: list[Block] = []
    at = 0
    while at < len(blocks):
        if at not in ends:
            left.append(blocks[at])
            at += 1
            continue
        card, at = _card(blocks, at, ends[at], unknown)
        note.facts += card.facts
        cells = {name: tuple(paragraphs) for name, paragraphs in card.cells.items()}
        left += tables.add(cells, card.where, "front_line", named="representative" in cells)
        if not card.is_labelled:
            note.remarks.append(to_confirm(cells["city"]))
    return left


def _starts(blocks: list[Block], tables: TableReader) -> list[int]:
    """Return where cards begin: at headings with cities, else above the first of their labels."""
    if below := _above_same_label(blocks, tables):
        return below
    headings = [
        at
        for at, block in enumerate(blocks)
        if isinstance(block, Heading) and not column_of(block, {}) and _names_city(block, tables)
    ]
    styles = Counter(blocks[at].style for at in headings)  # type: ignore[union-attr]
    style = styles.most_common(1)[0][0] if styles else ""
    headings = [at for at in headings if blocks[at].style == style]  # type: ignore[union-attr]
    if len(headings) >= _FEWEST:
        # A city that no gazetteer knows is under a heading like those of the others.
        return [
            at
            for at, block in enumerate(blocks)
            if at in headings
            or (isinstance(block, Heading) and block.style == style and _is_labelled(blocks, at))
        ]
    return _above_labels(blocks, tables)


def _above_same_label(blocks: list[Block], tables: TableReader) -> list[int]:
    """Return the lines with a city right above the label that all cards begin with."""
    pairs = [
        (at, fold(str(label_and_rest(following)[0])))
        for at, (block, following) in enumerate(pairwise(blocks))
        if not isinstance(block, Row | Heading)
        and not isinstance(following, Row)
        and not column_of(block, {})
        and column_of(following, {})
        and _is_line(block)
    ]
    first = [label for at, label in pairs if tables.is_place((_text(blocks[at]),))]  # type: ignore[arg-type]
    if len(first) < _FEWEST or len(set(first)) > 1:
        return []
    return [at for at, label in pairs if label == first[0]]


def _is_labelled(blocks: list[Block], at: int) -> bool:
    return content_of(blocks[at]) is None and any(map(content_of, blocks[at + 1 : at + 4]))


def _names_city(block: Heading, tables: TableReader) -> bool:
    cells = city_line(block.text)
    return tables.begins_with_place(cells["city"])


def _end(blocks: list[Block], start: int, starts: list[int]) -> int:
    """Return where a card ends: at the next one, or a heading of no deeper level."""
    following = [at for at in starts if at > start]
    end = following[0] if following else len(blocks)
    opened = blocks[start]
    for at in range(start + 1, end):
        block = blocks[at]
        if isinstance(block, Row):
            return at
        if isinstance(block, Heading) and isinstance(opened, Heading):
            levels = (opened.style, block.style)
            is_deeper = all(level.isdigit() for level in levels) and levels[1] > levels[0]
            if not is_deeper and not column_of(block, {}) and at > start + 1:
                return at
    return end


def _above_labels(blocks: list[Block], tables: TableReader) -> list[int]:
    """Return where the cards begin: at the line, of one or two, above the first of their labels."""
    starts: list[int] = []
    columns = [content_of(block) for block in blocks]
    first = next(filter(None, columns), None)
    for at in range(len(blocks)):
        if not columns[at] or (columns[at] != first and not _opens(blocks, at, tables)):
            continue
        above = at - 1
        while above > 0 and column_of(blocks[above], {}) in _PERSON:
            above -= 1
        if above > 0 and _is_person_line(blocks[above], blocks[above - 1], tables):
            above -= 1
        if above >= 0 and _is_line(blocks[above]) and not columns[above]:
            starts.append(above)
    return starts


def _opens(blocks: list[Block], at: int, tables: TableReader) -> bool:
    """Return whether a label of another kind than the first is right under a city."""
    return at > 0 and _is_line(blocks[at - 1]) and _begins_with_place(blocks[at - 1], tables)


def _card(blocks: list[Block], start: int, end: int, unknown: Labels) -> tuple[_Card, int]:
    """Read a card from its first line; return it with the position behind it."""
    line = blocks[start]
    cells = city_line(_text(line)) if isinstance(line, Heading | Paragraph | Item) else {}
    card = _Card(line.where, {name: list(texts) for name, texts in cells.items()})
    column: Column | None = None
    for at in range(start + 1, end):
        block = blocks[at]
        if isinstance(block, Row):
            return card, at
        if named := column_of(block, unknown):
            column = named
            label, rest = label_and_rest(block)
            card.is_labelled = True
            card.facts.append(RecognisedFact("column", str(label), block.where))
            card.put(column, rest)
        elif isinstance(block, Heading) and not (column is None and is_name(plain(block))):
            return card, at
        elif column is None or (column in _PERSON and not _is_line(block)):
            column = None if _is_of_person(block, card) else _TEXT
            card.put(column or "representative", block.text)
        elif card.is_labelled and _is_behind(blocks, at):
            return card, at
        else:
            card.put(column, block.text)
    return card, end


def _is_of_person(block: Block, card: _Card) -> bool:
    """Return whether a line says who spoke: the first one, or the position under the name."""
    lines = card.cells.get("representative", [])
    return _is_line(block) and (not lines or (len(lines) == 1 and is_position(plain(block))))


def _is_behind(blocks: list[Block], at: int) -> bool:
    """Return whether a paragraph comes after the items of a card, and is no more of it."""
    return isinstance(blocks[at], Paragraph) and isinstance(blocks[at - 1], Item)


def _text(block: Heading | Paragraph | Item) -> FormattedText:
    return block.text


def _is_line(block: Block) -> bool:
    """Return whether a block is short enough to name a city, and no sentence."""
    if isinstance(block, Row):
        return False
    text = plain(block)
    return len(text.split()) <= _LONGEST_LINE and (
        isinstance(block, Heading) or not ends_sentence(text)
    )


def _is_person_line(block: Block, above: Block, tables: TableReader) -> bool:
    """Return whether a block only says who spoke, under a line with the city."""
    if isinstance(block, Row | Heading) or not _is_line(block) or not _is_line(above):
        return False
    if not is_name(person_of([plain(block)]).name):
        return False
    # A first name may be a city's, too.
    return isinstance(above, Heading) or not _begins_with_place(block, tables)


def _begins_with_place(block: Block, tables: TableReader) -> bool:
    return not isinstance(block, Row) and tables.begins_with_place((block.text,))
