"""Sections under headings in unknown words, told by what they contain and where they are.

A heading that looks like those of known sections begins a section of its own: with a table or cards
of cities, with themes and key points, before the cities or after the themes.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from sessions_app.briefing.document import Section
from sessions_app.importing.reading import Block, Cell, Heading, Item, Paragraph, Row
from sessions_app.importing.recognising.card_labels import content_of
from sessions_app.importing.recognising.outline import Part
from sessions_app.importing.recognising.plain_headings import with_marked_lines
from sessions_app.importing.recognising.run_in_headings import lead_of, with_bold_leads
from sessions_app.importing.recognising.table_heads import columns_of
from sessions_app.importing.recognising.theme_tables import are_themes
from sessions_app.importing.words import fold

_FEWEST: Final = 2
_FEWEST_HEADINGS: Final = 3
_LONGEST_CELL: Final = 12
_LONGEST_CLOSING: Final = 8
_LONGEST_OPENING: Final = 4

IsPlace = Callable[[Cell], bool]


@dataclass(slots=True)
class _Piece:
    """A heading with what follows it; *told* is the section that its words say."""

    part: Part
    told: bool
    cities: int = 0
    themes: int = 0

    @property
    def is_open(self) -> bool:
        return not self.told


def with_unknown_headings(parts: list[Part], is_place: IsPlace) -> list[Part]:
    """Return *parts* with those begun by headings in unknown words, which look like the others."""
    parts = _with_lines_marked(parts)
    style = _style_of_sections(parts)
    if not style:
        return parts
    parts = _with_first_heading(parts, style)
    pieces = [piece for part in parts[1:] for piece in _pieces(part, style)]
    for piece in pieces:
        piece.cities = _cities(piece.part.blocks, is_place)
        # With headings of its own, it is a section and no theme.
        is_flat = not any(isinstance(block, Heading) for block in piece.part.blocks)
        piece.themes = _leads(piece.part.blocks) if is_flat else 0
    grouped = _grouped(pieces, is_place)
    return [*parts[:1], *_placed(grouped)]


def _with_lines_marked(parts: list[Part]) -> list[Part]:
    """Return *parts* with short lines made headings, in a file that marks none."""
    if any(isinstance(block, Heading) for part in parts[1:] for block in part.blocks):
        return parts
    if any(isinstance(part.heading, Heading) for part in parts[1:]):
        return parts
    marked = [Part(part.section, part.heading, with_marked_lines(part.blocks)) for part in parts]
    for part in marked:
        if part.section and isinstance(part.heading, Paragraph):
            part.heading = Heading(part.heading.text, part.heading.where, "plain")
    first = parts[0].blocks
    if marked[1:] and len(first) > 1 and marked[1].blocks:
        whole = with_marked_lines([*first, marked[1].blocks[0]])
        return [Part(None, None, whole[:-1]), *marked[1:]]
    return [parts[0], *marked[1:]]


def _style_of_sections(parts: list[Part]) -> str:
    """Return how headings of sections look: like the known ones, else the highest of several."""
    known = Counter(part.heading.style for part in parts[1:] if isinstance(part.heading, Heading))
    if known:
        return known.most_common(1)[0][0]
    blocks = [block for part in parts for block in part.blocks]
    styles = Counter(block.style for block in blocks if isinstance(block, Heading))
    several = [style for style, count in styles.items() if count >= _FEWEST_HEADINGS]
    levels = sorted(style for style in several if style.isdigit())
    return next(iter([*levels, *several]), "")


def _with_first_heading(parts: list[Part], style: str) -> list[Part]:
    """Return *parts* with the last heading of the title page above the text that follows it."""
    front, first = parts[0], parts[1] if len(parts) > 1 else None
    if first is None or first.heading or len(front.blocks) < _FEWEST:
        return parts
    last = front.blocks[-1]
    others = [block for block in front.blocks[:-1] if not isinstance(block, Row)]
    if not isinstance(last, Heading) or last.style != style or not others:
        return parts
    cut = Part(None, front.heading, front.blocks[:-1])
    return [cut, Part(first.section, last, first.blocks), *parts[2:]]


def _pieces(part: Part, style: str) -> list[_Piece]:
    """Cut a part before each heading of that *style*."""
    pieces = [_Piece(Part(part.section, part.heading), told=True)]
    for block in part.blocks:
        if isinstance(block, Heading) and block.style == style:
            pieces.append(_Piece(Part(None, block), told=False))
        else:
            pieces[-1].part.blocks.append(block)
    return pieces


def _grouped(pieces: Sequence[_Piece], is_place: IsPlace) -> list[_Piece]:
    """Return pieces with those that are about one city, or one theme, joined to what is before."""
    groups: list[_Piece] = []
    said = Counter(fold(str(one.part.heading.text)) for one in pieces if one.part.heading)
    for at, piece in enumerate(pieces):
        last = groups[-1] if groups else None
        heading = piece.part.heading
        if last is None or not piece.is_open or heading is None:
            groups.append(piece)
        elif _is_city(heading, is_place) or (
            # A label of cards, which is said again and again.
            content_of(heading) and said[fold(str(heading.text))] >= _FEWEST
        ):
            _join(last, piece, cities=piece.cities + 1)
        elif piece.themes and not piece.cities and _goes_with(last, piece, pieces[at + 1 :]):
            _join(last, piece, themes=piece.themes)
        else:
            groups.append(piece)
    return groups


def _goes_with(last: _Piece, piece: _Piece, following: Sequence[_Piece]) -> bool:
    """Return whether a heading with key points is a theme of the piece before it."""
    if last.part.section == "vision" or (last.is_open and last.themes):
        return True
    is_alone = not following or not following[0].themes
    is_opening = last.is_open and not last.cities and len(last.part.blocks) <= _LONGEST_OPENING
    return is_opening and not (is_alone and piece.themes < _FEWEST)


def _join(last: _Piece, piece: _Piece, *, cities: int = 0, themes: int = 0) -> None:
    if piece.part.heading:
        last.part.blocks.append(piece.part.heading)
    last.part.blocks += piece.part.blocks
    last.cities += cities
    last.themes += themes


def _placed(pieces: Sequence[_Piece]) -> list[Part]:
    """Return the parts, with those that nothing tells joined to what is before them."""
    _by_content(pieces)
    _by_place(pieces)
    placed: list[Part] = []
    for piece in pieces:
        if piece.part.section is None and placed:
            placed[-1].blocks += [
                *([piece.part.heading] if piece.part.heading else []),
                *piece.part.blocks,
            ]
        else:
            part = piece.part
            placed.append(Part(part.section or "introduction", part.heading, part.blocks))
    return placed


def _by_content(pieces: Sequence[_Piece]) -> None:
    _retell(pieces)
    for at, piece in enumerate(pieces):
        if not piece.is_open:
            continue
        before = {one.part.section for one in pieces[:at]}
        taken = {one.part.section for one in pieces}
        if (
            piece.cities >= _FEWEST
            and "front_line" not in taken
            and not before & _LATE["front_line"]
        ):
            piece.part.section = "front_line"
        elif _has_themes(piece) and "vision" not in taken and not before & _LATE["vision"]:
            piece.part.section = "vision"


def _retell(pieces: Sequence[_Piece]) -> None:
    """Correct what words say of a section where what is in it, and no other, says better."""
    told = [piece.part.section for piece in pieces if not piece.is_open]
    for piece in pieces:
        section = piece.part.section
        if section == "closing" and "vision" not in told and _has_themes(piece):
            piece.part.section = "vision"
    opened = [piece for piece in pieces if piece.is_open and not piece.cities and not piece.themes]
    first = pieces[0].part if pieces else None
    if (
        first
        and first.section == "summary"
        and not {"introduction", "priorities"} & {*told}
        and pieces[1:2] == opened[:1] != []
        and not any(isinstance(block, Item | Heading) for block in first.blocks)
    ):
        # “In brief” is above the introduction where only the priorities are left behind it.
        first.section = "introduction"


# What does not come before a section.
_LATE: Final[dict[Section, set[Section | None]]] = {
    "front_line": {"vision", "closing"},
    "vision": {"closing"},
}


def _by_place(pieces: Sequence[_Piece]) -> None:
    """Name the pieces of text before the cities, and behind the themes."""
    sections = [piece.part.section for piece in pieces]
    cities = sections.index("front_line") if "front_line" in sections else None
    themes = sections.index("vision") if "vision" in sections else None
    main = min((at for at in (cities, themes) if at is not None), default=None)
    for at, piece in enumerate(pieces):
        if not piece.is_open or piece.part.section:
            continue
        now = [one.part.section for one in pieces]
        earlier, later = now[:at], now[at + 1 :]
        if main is not None and at < main and not any(earlier) and "introduction" not in now:
            piece.part.section = "introduction"
        elif cities is not None and at < cities and "introduction" in earlier:
            if "priorities" not in now:
                piece.part.section = "priorities"
        elif "closing" not in now and not any(later) and _ends(piece, pieces[at + 1 :], themes, at):
            piece.part.section = "closing"


def _ends(piece: _Piece, following: Sequence[_Piece], themes: int | None, at: int) -> bool:
    """Return whether a piece is the closing: behind the themes, or the last with a few texts."""
    if themes is not None and at > themes:
        return not piece.themes
    return not following and _is_closing(piece.part.blocks)


def _is_city(heading: Heading | Paragraph, is_place: IsPlace) -> bool:
    return is_place((heading.text,))


def _cities(blocks: Sequence[Block], is_place: IsPlace) -> int:
    """Count the rows, headings and lines that begin with a city."""
    rows = [block for block in blocks if isinstance(block, Row)]
    width = max((len(row.cells) for row in rows), default=0)
    columns = [
        sum(
            is_place(row.cells[at])
            for row in rows
            if at < len(row.cells) and _is_short(row.cells[at])
        )
        for at in range(width)
    ]
    if rows and any(map(columns_of, rows)):
        return max(len(rows), _FEWEST)
    across = max((sum(map(is_place, row.cells)) for row in rows[:1]), default=0)
    lines = [block for block in blocks if isinstance(block, Heading | Paragraph | Item)]
    named = sum(is_place((line.text,)) for line in lines)
    return max([named, across, *columns])


def _is_short(cell: Cell) -> bool:
    return bool(cell) and len(str(cell[0]).split()) <= _LONGEST_CELL


def _leads(blocks: list[Block]) -> int:
    return sum(_has_lead(block) for block in with_bold_leads(blocks))


def _has_lead(block: Block) -> bool:
    if not isinstance(block, Item | Paragraph):
        return False
    found = lead_of(block.text, listed=isinstance(block, Item))
    return found is not None and bool(found[1]) and content_of(block) is None


def _has_themes(piece: _Piece) -> bool:
    """Return whether headings, or the first cells of a table, have points with leads."""
    if are_themes([block for block in piece.part.blocks if isinstance(block, Row)]):
        return True
    headings = points = 0
    for block in with_bold_leads(piece.part.blocks):
        headings += isinstance(block, Heading)
        points += bool(headings) and _has_lead(block)
    return points >= _FEWEST


def _is_closing(blocks: Sequence[Block]) -> bool:
    """Return whether only some paragraphs without leads follow."""
    texts = [block for block in blocks if isinstance(block, Paragraph | Item)]
    return (
        0 < len(texts) == len(blocks) <= _LONGEST_CLOSING
        and not any(isinstance(block, Heading) for block in blocks)
        and not any(lead_of(block.text, listed=False) for block in texts)
    )
