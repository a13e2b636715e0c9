"""Traces of pages in an extracted text: breaks, page numbers, running heads and feet."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cache

from django.utils.translation import gettext as _

from sessions_app.importing.reading.blocks import Dropped
from sessions_app.importing.vocabulary import spelled
from sessions_app.importing.words import fold

# Without form feeds, this many blank lines in a row are where a page may have ended.
_BLANKS_BETWEEN_PAGES = 3
# How many lines at the top and at the foot of a page may be furniture.
_DEPTH = 2
_LONGEST = 120
# In so many lines, a title page has its title.
_TITLE_PAGE = 8


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of the file, from 1, and the page it is on."""

    text: str
    number: int
    page: int

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


def lines_of(text: str) -> list[PageLine]:
    """Cut *text* into lines and pages."""
    if "\f" in text:
        return list(_by_form_feeds(text))
    return list(_by_blank_lines(text))


def without_furniture(
    lines: list[PageLine], *, heads: Collection[PageLine] = ()
) -> tuple[list[PageLine], list[Dropped]]:
    """Blank the page numbers and the lines that return at the edges of pages, and list them.

    *heads* are lines that may be running heads of the first page, too.
    """
    certain = any("\f" in line.text for line in lines)
    edges = _edges(lines, heads)
    numbers = _page_numbers(lines, edges, certain=certain)
    running = _running(edges, least=2 if certain else 3)
    kept, dropped = [], []
    for line in lines:
        if line in numbers or line in running:
            reason = _("page number") if line in numbers else _("running head or foot")
            dropped.append(Dropped(reason, line.text.strip(), line.number))
            kept.append(replace(line, text=""))
        else:
            kept.append(replace(line, text=line.text.replace("\f", "")))
    return kept, dropped


def _by_form_feeds(text: str) -> Iterator[PageLine]:
    page = 0
    for number, line in enumerate(text.split("\n"), start=1):
        # The form feed stays with the line it begins, as the mark of a certain page break.
        for index, piece in enumerate(line.split("\f")):
            page += index > 0
            yield PageLine(("\f" if index else "") + piece, number, page)


def _by_blank_lines(text: str) -> Iterator[PageLine]:
    page = blanks = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            page += blanks >= _BLANKS_BETWEEN_PAGES and number > blanks + 1
            blanks = 0
        else:
            blanks += 1
        yield PageLine(line, number, page)


def _edges(lines: list[PageLine], heads: Collection[PageLine]) -> list[PageLine]:
    pages: dict[int, list[PageLine]] = {}
    for line in lines:
        if not line.is_blank:
            pages.setdefault(line.page, []).append(line)
    if len(pages) < _DEPTH:
        return []
    edges: dict[PageLine, None] = {}
    for page, filled in pages.items():
        # The first lines of the first page are its title, not a running head.
        top = [line for line in filled[:_DEPTH] if page or line in heads]
        if not page and _is_said_again(filled):
            top = filled[:1]
        edges |= dict.fromkeys((*top, *filled[-_DEPTH:]))
    return list(edges)


def _is_said_again(filled: list[PageLine]) -> bool:
    """Return whether the first line of the first page is in a later one: it is a running head."""
    first = fold(filled[0].text)
    return any(first in fold(line.text) for line in filled[1:_TITLE_PAGE])


def _page_numbers(lines: list[PageLine], edges: list[PageLine], *, certain: bool) -> set[PageLine]:
    found = [
        (line, match) for line in edges if (match := _page_number().fullmatch(line.text.strip()))
    ]
    numbers = [int(match["number"]) for _line, match in found]
    counted = len(numbers) > 1 and numbers == sorted(set(numbers))
    filled = Counter(line.page for line in lines if not line.is_blank)
    return {
        line
        for line, match in found
        # A number that is all there is between two page breaks is no part of the text.
        if certain or counted or match["word"] or filled[line.page] == 1
    }


def _running(edges: list[PageLine], *, least: int) -> set[PageLine]:
    def mask(line: PageLine) -> str:
        return re.sub(r"\d+", "#", " ".join(line.text.casefold().split()))

    candidates = [
        line
        for line in edges
        if "\t" not in line.text
        and len(" ".join(line.text.split())) <= _LONGEST
        and not line.text.rstrip().endswith((".", ":", ";", ","))
        and any(character.isalpha() for character in line.text)
        and not _page_number().fullmatch(line.text.strip())
    ]
    pages = Counter(mask for mask, _page in {(mask(line), line.page) for line in candidates})
    return {line for line in candidates if pages[mask(line)] >= least}


@cache
def _page_number() -> re.Pattern[str]:
    words, of = ("|".join(map(re.escape, spelled(name))) for name in ("page", "page_of"))
    return re.compile(
        rf"[\s\-–—|·]*(?P<word>{words})?\s*(?P<number>\d{{1,3}})"
        rf"(\s*(/|{of})\s*\d{{1,3}})?[\s\-–—|·]*",
        re.IGNORECASE,
    )
