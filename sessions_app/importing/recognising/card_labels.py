"""The labels in the cards of cities: what each says of the text that follows it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from sessions_app.importing.formatted_text import FormattedText
from sessions_app.importing.reading import Block, Heading, Item, Paragraph, Row
from sessions_app.importing.recognising.run_in_headings import lead_of
from sessions_app.importing.recognising.table_heads import Column, column_called
from sessions_app.importing.words import fold

_LONGEST_LABEL: Final = 6
_FEWEST: Final = 2
_CONTENT: Final[tuple[Column, ...]] = ("responses", "challenges")

Labels = Mapping[str, Column]


def column_of(block: Block, unknown: Labels) -> Column | None:
    """Return what a label says that *block* begins with, None for what has none.

    *unknown* are labels in other words, which only their places tell.
    """
    if isinstance(block, Row):
        return None
    label, _rest = label_and_rest(block)
    text = str(label)
    if not 0 < len(text.split()) <= _LONGEST_LABEL:
        return None
    column = unknown.get(fold(text)) or column_called(text)
    return column if column != "city" else None


def content_of(block: Block) -> Column | None:
    """Return whether a known label for responses or challenges is before a text."""
    column = column_of(block, {})
    return column if column in _CONTENT else None


def label_and_rest(block: Heading | Paragraph | Item) -> tuple[FormattedText, FormattedText]:
    """Part a block into its label and the text behind it; either may be empty."""
    text = block.text
    if isinstance(block, Heading) or str(text).rstrip().endswith(":"):
        return text, FormattedText()
    return lead_of(text, listed=True) or (FormattedText(), text)


def labels_by_place(cards: Sequence[Sequence[Block]]) -> Labels:
    """Return what labels in unknown words are that several cards have in the same order."""
    counted: Counter[str] = Counter()
    known: set[Column] = set()
    for blocks in cards:
        seen: dict[str, None] = {}
        for block in blocks:
            if isinstance(block, Row):
                continue
            label = str(label_and_rest(block)[0])
            if not 0 < len(label.split()) <= _LONGEST_LABEL:
                continue
            if column := column_called(label):
                known.add(column)
            else:
                seen[fold(label)] = None
        counted.update(seen.keys())
    shared = [label for label, times in counted.items() if times >= _FEWEST]
    missing = [column for column in _CONTENT if column not in known]
    return dict(zip(shared, missing, strict=False)) if len(shared) <= len(missing) else {}
