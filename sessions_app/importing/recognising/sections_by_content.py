"""Sections under headings in unknown words, told by what they contain.

A heading that looks like those of known sections begins a section of its own where what follows
is a table or cards of cities, themes with key points, or at the end announces what comes next.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from sessions_app.briefing.document import Section
from sessions_app.importing.reading import Block, Cell, Heading, Item, Paragraph, Row
from sessions_app.importing.recognising.imported_note import SECTIONS
from sessions_app.importing.recognising.outline import Part
from sessions_app.importing.recognising.run_in_headings import lead_of

_FEWEST_CITIES: Final = 2
_FEWEST_POINTS: Final = 2
_LONGEST_CLOSING: Final = 8

BeginsWithPlace = Callable[[Cell], bool]


def with_unknown_headings(parts: list[Part], begins_with_place: BeginsWithPlace) -> list[Part]:
    """Return *parts* with those begun by headings in unknown words, which look like the others."""
    styles = Counter(part.heading.style for part in parts[1:] if isinstance(part.heading, Heading))
    if not styles:
        return parts
    style = styles.most_common(1)[0][0]
    taken = {part.section for part in parts if part.heading}
    found = parts[:1]
    for part in parts[1:]:
        pieces = _pieces(part, style)
        is_last = part is parts[-1]
        found.append(pieces[0])
        for piece in pieces[1:]:
            section = _section_of(piece, begins_with_place, is_last=is_last and piece is pieces[-1])
            if section and section not in taken and _comes_after(section, found):
                taken.add(section)
                found.append(Part(section, piece.heading, piece.blocks))
            elif piece.heading:
                found[-1].blocks += [piece.heading, *piece.blocks]
    return found


def _pieces(part: Part, style: str) -> list[Part]:
    """Cut a part before each heading of that *style*."""
    pieces = [Part(part.section, part.heading)]
    for block in part.blocks:
        if isinstance(block, Heading) and block.style == style:
            pieces.append(Part(part.section, block))
        else:
            pieces[-1].blocks.append(block)
    return pieces


def _section_of(piece: Part, begins: BeginsWithPlace, *, is_last: bool) -> Section | None:
    if _cities(piece.blocks, begins) >= _FEWEST_CITIES:
        return "front_line"
    if _has_themes(piece.blocks):
        return "vision"
    if is_last and _is_closing(piece.blocks):
        return "closing"
    return None


def _comes_after(section: Section, found: Sequence[Part]) -> bool:
    """Return whether *section* may follow the last known one, in the order of a note."""
    known = [SECTIONS.index(part.section) for part in found if part.section]
    return not known or SECTIONS.index(section) > known[-1]


def _cities(blocks: Sequence[Block], begins: BeginsWithPlace) -> int:
    """Count the rows and headings that begin with a city."""
    rows = [block for block in blocks if isinstance(block, Row)]
    width = max((len(row.cells) for row in rows), default=0)
    columns = [
        sum(begins(row.cells[at]) for row in rows if at < len(row.cells)) for at in range(width)
    ]
    headings = sum(begins((block.text,)) for block in blocks if isinstance(block, Heading))
    return max([headings, *columns])


def _has_themes(blocks: Sequence[Block]) -> bool:
    """Return whether headings are followed by points with leads."""
    headings = points = 0
    for block in blocks:
        if isinstance(block, Heading):
            headings += 1
        elif headings and isinstance(block, Item | Paragraph):
            points += bool(lead_of(block.text, listed=isinstance(block, Item)))
    return points >= _FEWEST_POINTS


def _is_closing(blocks: Sequence[Block]) -> bool:
    """Return whether only some paragraphs without leads follow."""
    texts = [block for block in blocks if isinstance(block, Paragraph | Item)]
    return (
        0 < len(texts) == len(blocks) <= _LONGEST_CLOSING
        and not any(isinstance(block, Heading) for block in blocks)
        and not any(lead_of(block.text, listed=False) for block in texts)
    )
