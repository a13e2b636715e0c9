"""Cities that come one after the other with labelled texts, instead of in a table."""

from dataclasses import dataclass, field

from sessions_app.importing.formatted_text import FormattedText
from sessions_app.importing.reading import Block, Heading, Item, Paragraph, Row, plain
from sessions_app.importing.reading.headings import ends_sentence
from sessions_app.importing.recognising.city_lines import city_line
from sessions_app.importing.recognising.identity import is_name, person_of
from sessions_app.importing.recognising.imported_note import ImportedNote, RecognisedFact
from sessions_app.importing.recognising.run_in_headings import lead_of
from sessions_app.importing.recognising.table_heads import Column, column_called
from sessions_app.importing.recognising.tables import TableReader

_LONGEST_LABEL = 6
_LONGEST_LINE = 25
_CONTENT = ("responses", "challenges")


@dataclass
class _Card:
    """A city while its blocks are read."""

    where: int
    cells: dict[Column, list[FormattedText]]
    facts: list[RecognisedFact] = field(default_factory=list)

    def put(self, column: Column, text: FormattedText) -> None:
        if text:
            self.cells.setdefault(column, []).append(text)


def take_cards(note: ImportedNote, blocks: list[Block], tables: TableReader) -> list[Block]:
    """Take the cities under whose line responses or challenges are labelled; return the rest."""
    starts = set(_starts(blocks, tables))
    left: list[Block] = []
    at = 0
    while at < len(blocks):
        if at not in starts:
            left.append(blocks[at])
            at += 1
            continue
        end = next((i for i in range(at + 1, len(blocks)) if i in starts), len(blocks))
        card, at = _card(blocks, at, end)
        note.facts += card.facts
        cells = {name: tuple(paragraphs) for name, paragraphs in card.cells.items()}
        left += tables.add(cells, card.where, "front_line", named="representative" in cells)
    return left


def _starts(blocks: list[Block], tables: TableReader) -> list[int]:
    """Return where the cards begin: at the line, of one or two, above the first of their labels."""
    starts: list[int] = []
    labelled = [_column_of(block) in _CONTENT for block in blocks]
    first = next((_column_of(blocks[at]) for at, is_label in enumerate(labelled) if is_label), None)
    for at, block in enumerate(blocks):
        if not labelled[at] or (_column_of(block) != first and not _opens(blocks, at, tables)):
            continue
        above = at - 1
        if above > 0 and _is_person_line(blocks[above], blocks[above - 1], tables):
            above -= 1
        if above >= 0 and _is_line(blocks[above]) and not labelled[above]:
            starts.append(above)
    return starts


def _opens(blocks: list[Block], at: int, tables: TableReader) -> bool:
    """Return whether a label of another kind than the first is right under a city."""
    return at > 0 and _is_line(blocks[at - 1]) and _begins_with_place(blocks[at - 1], tables)


def _card(blocks: list[Block], start: int, end: int) -> tuple[_Card, int]:
    """Read a card from its first line; return it with the position behind it."""
    line = blocks[start]
    cells = city_line(_text(line)) if isinstance(line, Heading | Paragraph | Item) else {}
    card = _Card(line.where, {name: list(texts) for name, texts in cells.items()})
    column: Column | None = None
    for at in range(start + 1, end):
        block = blocks[at]
        if isinstance(block, Row) or (isinstance(block, Heading) and not _column_of(block)):
            return card, at
        if named := _column_of(block):
            column = named
            label, rest = _label_and_rest(block)
            card.facts.append(RecognisedFact("column", str(label), block.where))
            card.put(column, rest)
        elif column is None:
            card.put("representative", block.text)
        elif _is_behind(blocks, at):
            return card, at
        else:
            card.put(column, block.text)
    return card, end


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


def _column_of(block: Block) -> Column | None:
    """Return what a label says that follows it, None for what is no label."""
    if isinstance(block, Row):
        return None
    label, _rest = _label_and_rest(block)
    column = _label(label)
    return column if column in _CONTENT else None


def _label_and_rest(block: Heading | Paragraph | Item) -> tuple[FormattedText, FormattedText]:
    text = block.text
    if isinstance(block, Heading) or str(text).rstrip().endswith(":"):
        return text, FormattedText()
    return lead_of(text, listed=True) or (FormattedText(), text)


def _label(text: FormattedText) -> Column | None:
    return column_called(str(text)) if 0 < len(str(text).split()) <= _LONGEST_LABEL else None
