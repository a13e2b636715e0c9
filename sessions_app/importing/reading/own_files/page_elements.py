"""Elements of our own web page: their classes, words, and texts."""

from collections.abc import Iterator
from typing import Final

from lxml.html import HtmlElement as Element

from sessions_app.importing.formatted_text import FormattedText, Span
from sessions_app.importing.reading.html_reader import inside
from sessions_app.importing.reading.own_files.nodes import Node

_PROSE: Final = frozenset({"p", "ul", "ol", "table"})


def has_class(element: Element, *names: str) -> bool:
    """Return whether an element has one of the classes *names*."""
    return any(name in element.get("class", "").split() for name in names)


def first(element: Element, name: str) -> Element | None:
    """Return the first element of a class inside of another."""
    found = element.xpath(f".//*[contains(concat(' ', @class, ' '), ' {name} ')]")
    return found[0] if found else None


def take_out(element: Element | None) -> None:
    """Drop an element with all it has; what follows it stays."""
    if element is not None:
        element.drop_tree()


def targets_of(element: Element, kind: str) -> str:
    """Return the ids of the entries of a *kind* that the links in *element* lead to."""
    hrefs = [link.get("href", "").partition("#")[2] for link in element.iter("a")]
    return " ".join(one.removeprefix(f"{kind}-") for one in hrefs if one.startswith(f"{kind}-"))


def plain_of(element: Element | None) -> FormattedText:
    """Return the words of an element without marks."""
    return (
        FormattedText.plain("".join(element.itertext())) if element is not None else FormattedText()
    )


def text_of(element: Element) -> FormattedText:
    """Return the words of an element with their marks."""
    return FormattedText.of(_spans(element, Span(""))).strip(" ")


def _spans(element: Element, marks: Span) -> Iterator[Span]:
    yield Span(element.text or "", marks.strong, marks.emphasis, marks.href)
    for child in element.iterchildren("*"):
        yield from _spans(child, inside(child, marks))
        yield Span(child.tail or "", marks.strong, marks.emphasis, marks.href)


def nodes_in(parent: Element) -> list[Node]:
    """Return the paragraphs, lists and tables under *parent*, unfolded."""
    found: list[Node] = []
    for child in parent.iterchildren("*"):
        found += nodes_of(child)
    return found


def nodes_of(element: Element) -> list[Node]:
    """Return a paragraph, list or table, or those inside of any other element."""
    match element.tag:
        case "p":
            return [Node("paragraph", [text_of(element)])]
        case "ul" | "ol":
            start = int(element.get("start", "1")) if element.tag == "ol" else None
            items = [_item(item) for item in element.iterchildren("li")]
            return [Node("list", start=start, items=items)]
        case "table":
            rows = [[text_of(cell) for cell in row.iterchildren("*")] for row in element.iter("tr")]
            return [Node("table", rows=rows)]
        case _:
            return nodes_in(element)


def _item(item: Element) -> list[Node]:
    """Return the nodes of an item, whose first paragraph may be bare text."""
    if any(child.tag == "p" for child in item.iterchildren("*")):
        return nodes_in(item)
    inner = [child for child in item.iterchildren("*") if child.tag in _PROSE]
    nodes = [node for child in inner for node in nodes_of(child)]
    for child in inner:
        child.drop_tree()
    return [Node("paragraph", [text_of(item)]), *nodes]
