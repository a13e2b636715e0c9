"""The closing, where no heading says that it begins."""

from sessions_app.importing.reading import Block, Heading, Item, Paragraph, plain
from sessions_app.importing.recognising.title_page import hashtags, is_contact
from sessions_app.importing.vocabulary import has_word
from sessions_app.importing.words import fold


def part_closing(blocks: list[Block], series_title: str) -> tuple[list[Block], list[Block]]:
    """Part the last section of a note from the closing that follows it without a heading.

    After a list of key points it is whatever paragraphs follow; else the last paragraphs that take
    leave, invite, or speak of the series.
    """
    end = len(blocks)
    while end and _is_paragraph(blocks[end - 1]):
        end -= 1
    if end and isinstance(blocks[end - 1], Item) and end < len(blocks):
        return blocks[:end], blocks[end:]
    at = len(blocks)
    while at > end and _takes_leave(plain(blocks[at - 1]), series_title):
        at -= 1
    return blocks[:at], blocks[at:]


def _is_paragraph(block: Block) -> bool:
    return isinstance(block, Paragraph) and not isinstance(block, Heading)


def _takes_leave(text: str, series_title: str) -> bool:
    series = fold(series_title)
    speaks_of_series = bool(series) and series in fold(text)
    return (
        speaks_of_series or bool(hashtags(text)) or is_contact(text) or has_word(text, "farewell")
    )
