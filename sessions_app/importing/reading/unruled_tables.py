"""Tables without rules on a printed page, found by the strips between words that stay free.

A strip that no word of several lines crosses, and behind which words begin at one place, parts two
columns; what is higher than the space between lines parts two rows.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from sessions_app.importing.reading.printed_lines import Line, Table, Word

# In parts of the size of letters: how wide a strip is at least, and in its first line; how exactly
# words begin below one another; what parts two rows; how far apart lines of two cells in the middle
# are; what ends a table.
_STRIP: Final = 0.15
_WIDE: Final = 0.42
_EXACT: Final = 0.2
_ROW: Final = 0.15
_BESIDE: Final = 0.75
_END: Final = 1.8
_LARGER: Final = 1.08
_FEWEST_LINES: Final = 3
# The share of words behind a strip that begin at one place.
_ALIGNED: Final = 0.5
# Longer tables are read in parts, so that the time for a page is bounded.
_MOST_LINES: Final = 120
# What has no columns by now has none.
_ENOUGH: Final = 20
_MARKS: Final = frozenset("•▪◦·–—-*○■●")


class Strip(NamedTuple):
    """A space without words from *left* to *right*, along all lines."""

    left: float
    right: float

    @property
    def width(self) -> float:
        return self.right - self.left


def with_tables(lines: Sequence[Line]) -> Iterator[Line | Table]:
    """Yield the lines of a page, and tables instead of the lines that are laid out as one."""
    at = 0
    while at < len(lines):
        end, strips = _strips_from(lines, at)
        rows = _rows(lines[at:end], [(left + right) / 2 for left, right in strips])
        if strips and len(rows) > 1:
            yield Table(lines[at].top, tuple(rows))
            at = end
        else:
            yield lines[at]
            at += 1


def _strips_from(lines: Sequence[Line], start: int) -> tuple[int, list[Strip]]:
    """Return the strips that lines from *start* leave free, and where these lines end."""
    end, free = _run_from(lines, start)
    run = lines[start:end]
    inner = _with_ends([one for one in free if _parts(run, one)])
    if any(_parts_columns(run, strip, until) for strip, until in inner):
        return end, [
            strip for strip, until in inner
            # Where one is sure, one that fewer words are beside is, too.
            if _parts_columns(run, strip, until, _FEWEST_LINES - 1)
        ]  # fmt: skip
    return end, []


def _run_from(lines: Sequence[Line], start: int) -> tuple[int, list[Strip]]:
    """Return where the lines end that may be one table, and all that they leave free."""
    first = lines[start]
    free = _gaps(first)
    end, bottom, left, right = start + 1, first.bottom, first.left, first.right
    if len(free) < _FEWEST_LINES:
        return end, free
    for line in lines[end : start + _MOST_LINES]:
        if line.size > first.size * _LARGER or line.top - bottom > first.size * _END:
            break
        now = list(_cut(free, line, first.size * _STRIP))
        run = lines[start:end]
        is_parted = any(left < strip.left and strip.right < right for strip in now)
        if not is_parted or _ends(run, line, free, now):
            break
        if len(run) == _ENOUGH and not any(_parts_columns(run, *it) for it in _with_ends(now)):
            break
        free, end, bottom = now, end + 1, max(bottom, line.bottom)
        left, right = min(left, line.left), max(right, line.right)
    return end, free


def _ends(run: Sequence[Line], line: Line, before: Sequence[Strip], after: Sequence[Strip]) -> bool:
    """Return whether a line is no part of the table above it.

    It is none if it crosses what parts two columns, or goes on in the next as if there were none.
    """
    for strip, until in _with_ends(before):
        stays = any(strip.left <= one.left and one.right <= strip.right for one in after)
        is_wide = strip.width >= line.size * _WIDE
        if is_wide and not stays and _parts_columns(run, strip, until):
            return True
    return any(_runs_on(run, line, strip, until) for strip, until in _with_ends(after))


def _runs_on(run: Sequence[Line], line: Line, strip: Strip, until: float) -> bool:
    """Return whether a line has but a space at a strip, and a word behind it at a new place."""
    left = [word for word in line.words if word.right <= strip.left]
    right = [word for word in line.words if strip.right <= word.left < until]
    if not (left and right) or right[0].left - left[-1].right >= line.size * _WIDE:
        return False
    behind = [word for one in run if (word := _first_behind(one, strip, until))]
    step = line.size * _EXACT
    beside = sum(abs(word.left - right[0].left) <= step for word in behind)
    return len(behind) >= _FEWEST_LINES - 1 and beside < len(behind) * _ALIGNED


def _with_ends(strips: Sequence[Strip]) -> list[tuple[Strip, float]]:
    """Return strips, each with where the column behind it ends at the latest."""
    ends = [*(strip.left for strip in strips[1:]), float("inf")]
    return list(zip(strips, ends, strict=True)) if strips else []


def _first_behind(line: Line, strip: Strip, until: float) -> Word | None:
    return next((word for word in line.words if strip.right <= word.left < until), None)


def _gaps(line: Line) -> list[Strip]:
    """Return what a line leaves free: before it, in it, behind it."""
    inner = [
        Strip(one.right, two.left)
        for one, two in pairwise(line.words)
        if two.left - one.right >= line.size * _WIDE
    ]
    return [Strip(float("-inf"), line.left), *inner, Strip(line.right, float("inf"))]


def _cut(free: Iterable[Strip], line: Line, narrowest: float) -> Iterator[Strip]:
    """Yield what a line leaves of strips that were free above it."""
    for left, right in free:
        at = left
        for word in line.words:
            if word.right > at and word.left < right:
                if word.left - at >= narrowest:
                    yield Strip(at, word.left)
                at = max(at, word.right)
        if right - at >= narrowest:
            yield Strip(at, right)


def _parts(lines: Sequence[Line], strip: Strip) -> bool:
    """Return whether a strip has words on both sides."""
    return any(line.left < strip.left for line in lines) and any(
        line.right > strip.right for line in lines
    )


def _parts_columns(
    lines: Sequence[Line], strip: Strip, until: float, fewest: int = _FEWEST_LINES
) -> bool:
    """Return whether a strip parts two columns, of which the second goes on *until* there.

    It does where *fewest* lines have others beside them, and those behind it begin alike.
    """
    before: list[Word] = []
    behind: list[Word] = []
    middles: list[float] = []
    spaces: list[bool] = []
    for line in lines:
        left = [word for word in line.words if word.right <= strip.left][-1:]
        right = [word for word in line.words if strip.right <= word.left < until]
        before, behind = before + left, behind + right[:1]
        middles += [(right[0].left + right[-1].right) / 2] if right else []
        spaces += [two.left - one.right < line.size * _WIDE for one in left for two in right[:1]]
    if _count_beside(before, behind) < fewest or all(map(_is_mark, before)):
        return False
    step = lines[0].size * _EXACT
    aligned = max(_most_alike([word.left for word in behind], step), _most_alike(middles, step))
    # Between words of one text there are only spaces.
    return aligned >= len(behind) * _ALIGNED and sum(spaces) <= len(spaces) * _ALIGNED


def _most_alike(places: Sequence[float], step: float) -> int:
    """Return how many of *places* are at most a *step* from one another."""
    found = Counter(round(place / step) for place in places)
    return max(found[place] + found[place + 1] for place in found)


def _count_beside(some: Sequence[Word], others: Sequence[Word]) -> int:
    """Return how many words, each of a line of its own, have one of *others* beside them."""
    found = at = 0
    for word in some:
        while at < len(others) and others[at].middle <= word.middle - word.size * _BESIDE:
            at += 1
        found += at < len(others) and others[at].middle < word.middle + word.size * _BESIDE
    return found


def _is_mark(word: Word) -> bool:
    """Return whether a word is the bullet or number of an item."""
    bare = word.text.strip("().")
    return not bare or bare in _MARKS or bare.isdigit() or len(bare) == 1


def _rows(lines: Sequence[Line], edges: Sequence[float]) -> list[tuple[tuple[Line, ...], ...]]:
    """Return the rows of cells, with columns parted at *edges*."""
    cut = [[_within(line, *sides) for sides in _sides(edges)] for line in lines]
    rows: list[list[list[Line | None]]] = []
    apart = _apart(lines, cut)
    bottom = float("-inf")
    for line, cells in zip(lines, cut, strict=True):
        begins = (
            line.top - bottom > apart
            if apart
            else all(cells) or (bool(cells[0]) and not (rows and rows[-1][-1][0]))
        )
        if begins or not rows:
            rows.append([])
        rows[-1].append(cells)
        bottom = max(bottom, line.bottom)
    return [tuple(tuple(filter(None, column)) for column in zip(*row, strict=True)) for row in rows]


def _sides(edges: Sequence[float]) -> list[tuple[float, float]]:
    return list(pairwise([float("-inf"), *edges, float("inf")]))


def _within(line: Line, left: float, right: float) -> Line | None:
    words = tuple(word for word in line.words if left <= (word.left + word.right) / 2 < right)
    return Line(words) if words else None


def _apart(lines: Sequence[Line], cut: Sequence[Sequence[Line | None]]) -> float:
    """Return the space above which two lines are in two rows, 0 where all are as near."""
    size = lines[0].size
    steps = [
        two.top - one.top
        for column in zip(*cut, strict=True)
        for one, two in pairwise(filter(None, column))
    ]
    pitch = min((step for step in steps if step > size * _ALIGNED), default=0.0)
    height = min(line.bottom - line.top for line in lines)
    apart = pitch - height + size * _ROW
    bottom, spaces = lines[0].bottom, []
    for line in lines[1:]:
        spaces.append(line.top - bottom)
        bottom = max(bottom, line.bottom)
    return apart if any(space > apart for space in spaces) else 0.0
