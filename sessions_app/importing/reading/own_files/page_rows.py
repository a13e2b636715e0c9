"""The city table of our own web page."""

from collections.abc import Iterator
from typing import Final

from lxml.html import HtmlElement as Element

from sessions_app.importing.formatted_text import FormattedText
from sessions_app.importing.reading.blocks import Part
from sessions_app.importing.reading.own_files import parts
from sessions_app.importing.reading.own_files.nodes import Node
from sessions_app.importing.reading.own_files.page_elements import (
    first,
    has_class,
    nodes_in,
    nodes_of,
    plain_of,
    take_out,
    targets_of,
    text_of,
)
from sessions_app.importing.reading.own_files.parts import PartWriter

AIDS: Final = ("no-print", "city-index", "contents", "nothing")


class PageRows:
    """Reads the rows of the city table into a *writer*."""

    def __init__(self, writer: PartWriter) -> None:
        self.writer = writer

    def cities(self, table: Element) -> None:
        """Read the city table."""
        for part in table.iterchildren("*"):
            if part.tag == "thead":
                for head in part.iter("th"):
                    self.writer.put("column", text_of(head))
            elif part.tag == "tbody":
                for row in part.iterchildren("tr"):
                    self._city(row)
            else:
                self.out(parts.computed(), part)

    def _city(self, row: Element) -> None:
        head, *cells = row.iterchildren("th", "td")
        position = first(head, "position")
        held = text_of(position) if position is not None else FormattedText()
        take_out(position)
        named: tuple[Part, ...] = ("city", "country", "representative")
        for part in named:
            found = first(head, part)
            if found is not None:
                self.writer.put(part, plain_of(found))
                take_out(found)
        self.writer.put("position", held)
        self.aid(head)
        for cell in cells:
            for entry in cell.xpath(".//div[contains(concat(' ', @class, ' '), ' entry ')]"):
                self._entry(entry)
                take_out(entry)
            self.aid(cell)

    def _entry(self, entry: Element) -> None:
        kind, _dash, number = entry.get("id", "").partition("-")
        key, begins = f"{kind} {number}".strip(), True
        nodes: list[Node] = []
        facts: list[Element] = []
        for child in self.unfolded(entry):
            if has_class(child, "entry-title"):
                self.writer.put("entry_title", plain_of(child), key, begins=True)
                begins = False
            elif not child.get("class") or has_class(child, "only-in"):
                nodes += nodes_of(child)
            elif has_class(child, *AIDS):
                self.aid(child)
            else:
                facts.append(child)
        self.writer.prose("entry", nodes, key, begins=begins)
        for child in facts:
            self._fact(child)

    def _fact(self, child: Element) -> None:
        text = text_of(child)
        if has_class(child, "services"):
            names = [str(text_of(item)) for item in child.iterchildren("li")]
            self.writer.put("services", plain_of(child), "\n".join(names))
        elif has_class(child, "answered"):
            if answered := targets_of(child, "challenge"):
                self.writer.put("answers", plain_of(child), answered)
            else:
                self.out(parts.computed(), child)
        elif has_class(child, "entry-source"):
            for address in text.addresses:
                self.writer.put("source", text, address)
                return
            self.writer.put("since", text, str(text))
        else:
            self.out(parts.computed(), child)

    def prose(self, parent: Element) -> list[Node]:
        """Return the nodes of a text; what it is folded with is no part of it."""
        for summary in list(parent.iter("summary")):
            self.aid(summary)
            take_out(summary)
        return nodes_in(parent)

    def aid(self, element: Element | None) -> None:
        """Note words that only help to read the page."""
        self.writer.aid(plain_of(element))

    def out(self, reason: str, element: Element | None) -> None:
        """Note what is left out, and why."""
        if element is not None:
            self.writer.out(reason, " ".join("".join(element.itertext()).split()))

    def unfolded(self, parent: Element) -> Iterator[Element]:
        """Yield the children of *parent* and of what is folded away in it."""
        for child in parent.iterchildren("*"):
            if child.tag == "details":
                self.aid(child.find("summary"))
                yield from (one for one in self.unfolded(child) if one.tag != "summary")
            else:
                yield child
