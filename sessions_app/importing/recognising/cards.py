"""Cities that come one after the other under headings of their own, instead of in a table."""

from sessions_app.importing.formatted_text import FormattedText
from sessions_app.importing.reading import Block, Heading, Row
from sessions_app.importing.recognising.identity import is_name, person_of
from sessions_app.importing.recognising.imported_note import ImportedNote, RecognisedFact
from sessions_app.importing.recognising.run_in_headings import lead_of
from sessions_app.importing.recognising.tables import Column, TableReader, column_called

_LONGEST_LABEL = 6


def take_cards(note: ImportedNote, blocks: list[Block], tables: TableReader) -> list[Block]:
    """Take the cities under whose heading responses or challenges are labelled; return the rest."""
    left: list[Block] = []
    start = 0
    while start < len(blocks):
        heading = blocks[start]
        if isinstance(heading, Heading) and tables.begins_with_place((heading.text,)):
            end = _end(blocks, start)
            if card := _card(note, heading, blocks[start + 1 : end]):
                left += tables.add(
                    card, heading.where, "front_line", named="representative" in card
                )
                start = end
                continue
        left.append(heading)
        start += 1
    return left


def _end(blocks: list[Block], start: int) -> int:
    """Return the position of the next heading that is not a label within the card."""
    for index in range(start + 1, len(blocks)):
        block = blocks[index]
        if isinstance(block, Row) or (isinstance(block, Heading) and not _label(block.text)):
            return index
    return len(blocks)


def _card(
    note: ImportedNote, heading: Heading, blocks: list[Block]
) -> dict[Column, tuple[FormattedText, ...]] | None:
    """Sort what is under a city's heading by its labels, or return None if it has none."""
    cells: dict[Column, list[FormattedText]] = {"city": [heading.text]}
    facts: list[RecognisedFact] = []
    column: Column | None = None
    for block in blocks:
        if isinstance(block, Row):
            return None
        text = block.text
        found = lead_of(text, listed=True)
        label, rest = (
            (text, FormattedText())
            if isinstance(block, Heading)
            else found or (FormattedText(), text)
        )
        if named := _label(label):
            column, text = named, rest
            facts.append(RecognisedFact("column", str(label), block.where))
        elif column is None:
            if not is_name(person_of([str(text)]).name):
                return None
            column = "representative"
        if text:
            cells.setdefault(column, []).append(text)
    if not {"responses", "challenges"} & cells.keys():
        return None
    note.facts += facts
    return {name: tuple(paragraphs) for name, paragraphs in cells.items()}


def _label(text: FormattedText) -> Column | None:
    return column_called(str(text)) if 0 < len(str(text).split()) <= _LONGEST_LABEL else None
