"""What a page leaves in an extracted text: breaks, page numbers, running heads and feet."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sessions_app.importing.reading.blocks import Dropped

# Without form feeds, this many blank lines in a row are where a page may have ended.
_BLANKS_BETWEEN_PAGES = 3
# How many lines at the top and at the foot of a page may be furniture.
_DEPTH = 2
_LONGEST = 120
_NUMBER = re.compile(
    r"[\s\-–—|·]*(?P<word>page|pág(ina)?\.?|pagina|p\.|صفحة)?\s*(?P<number>\d{1,3})"
    r"(\s*(/|of|sur|de|من)\s*\d{1,3})?[\s\-–—|·]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file, from 1, and the page it is on."""

    text: str
    number: int
    page: int

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


def lines_of(text: str) -> list[Line]:
    """Cut *text* into lines and pages."""
    if "\f" in text:
        return list(_by_form_feeds(text))
    return list(_by_blank_lines(text))


def furniture(lines: list[Line]) -> list[Dropped]:
    """Find the page numbers and the lines that return at the edges of pages."""
    certain = any("\f" in line.text for line in lines)
    edges = _edges(lines)
    found = _page_numbers(edges, certain=certain) + _running(edges, least=2 if certain else 3)
    return sorted(found, key=lambda dropped: dropped.where)


def _by_form_feeds(text: str) -> Iterator[Line]:
    page = 0
    for number, line in enumerate(text.split("\n"), start=1):
        # The form feed stays with the line it begins, as the mark of a certain page break.
        for index, piece in enumerate(line.split("\f")):
            page += index > 0
            yield Line(("\f" if index else "") + piece, number, page)


def _by_blank_lines(text: str) -> Iterator[Line]:
    page = blanks = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            page += blanks >= _BLANKS_BETWEEN_PAGES and number > blanks + 1
            blanks = 0
        else:
            blanks += 1
        yield Line(line, number, page)


def _edges(lines: list[Line]) -> list[Line]:
    pages: dict[int, list[Line]] = {}
    for line in lines:
        if not line.is_blank:
            pages.setdefault(line.page, []).append(line)
    if len(pages) < _DEPTH:
        return []
    edges: dict[int, Line] = {}
    for page, filled in pages.items():
        # What stands on top of the first page is its title, not a running head.
        top = filled[:_DEPTH] if page else []
        edges |= {id(line): line for line in (*top, *filled[-_DEPTH:])}
    return list(edges.values())


def _page_numbers(edges: list[Line], *, certain: bool) -> list[Dropped]:
    found = [(line, match) for line in edges if (match := _NUMBER.fullmatch(line.text.strip()))]
    numbers = [int(match["number"]) for _line, match in found]
    counted = len(numbers) > 1 and numbers == sorted(set(numbers))
    return [
        Dropped(_("page number"), line.text.strip(), line.number)
        for line, match in found
        if certain or counted or match["word"]
    ]


def _running(edges: list[Line], *, least: int) -> list[Dropped]:
    def mask(line: Line) -> str:
        return re.sub(r"\d+", "#", line.text.strip().casefold())

    candidates = [
        line
        for line in edges
        if "\t" not in line.text
        and len(line.text) <= _LONGEST
        and not line.text.rstrip().endswith(":")
        and any(character.isalpha() for character in line.text)
        and not _NUMBER.fullmatch(line.text.strip())
    ]
    pages = Counter(mask for mask, _page in {(mask(line), line.page) for line in candidates})
    return [
        Dropped(_("running head or foot"), line.text.strip(), line.number)
        for line in candidates
        if pages[mask(line)] >= least
    ]
