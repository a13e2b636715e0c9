"""Heading levels, emphasis and kinds of lists from the styles of an OpenDocument text."""

from collections.abc import Iterator

from lxml import etree

from sessions_app.importing.reading.blocks import Style

_DEEPEST_LEVEL = 6
_LEVELS: dict[str, Style] = {"title": "1", "subtitle": "2"}
_BOLD = frozenset({"bold", "600", "700", "800", "900"})
_SLANTED = frozenset({"italic", "oblique"})
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"


class OdtStyles:
    """The styles of one document, its automatic ones before the common ones."""

    def __init__(self, content: etree._Element, common: etree._Element | None) -> None:
        roots = [content] if common is None else [common, content]
        self._styles = {
            style.get(f"{_STYLE}name", ""): style
            for root in roots
            for style in root.iter(f"{_STYLE}style")
        }
        self._lists = {
            style.get(f"{_STYLE}name", ""): style
            for root in roots
            for style in root.iter(f"{_TEXT}list-style")
        }

    def level(self, paragraph: etree._Element) -> Style | None:
        """Return the level of a heading, None for other paragraphs."""
        if etree.QName(paragraph).localname == "h":
            level = paragraph.get(f"{_TEXT}outline-level", "1")
            number = int(level) if level.isdecimal() else 1
            return str(max(1, min(number, _DEEPEST_LEVEL)))  # type: ignore[return-value]
        for style in self._chain(paragraph.get(f"{_TEXT}style-name", "")):
            name = style.get(f"{_STYLE}display-name") or style.get(f"{_STYLE}name", "")
            if name.casefold() in _LEVELS:
                return _LEVELS[name.casefold()]
        return None

    def is_strong(self, name: str) -> bool:
        """Return whether a style sets its text in bold."""
        return self._property(name, "font-weight") in _BOLD

    def is_emphasis(self, name: str) -> bool:
        """Return whether a style sets its text in italics."""
        return self._property(name, "font-style") in _SLANTED

    def is_numbered(self, name: str) -> bool:
        """Return whether the first level of a list has numbers."""
        style = self._lists.get(name)
        first = next(iter(style), None) if style is not None else None
        return first is not None and etree.QName(first).localname == "list-level-style-number"

    def _property(self, name: str, key: str) -> str:
        for style in self._chain(name):
            for properties in style.iterchildren(f"{_STYLE}text-properties"):
                if value := properties.get(f"{_FO}{key}"):
                    return str(value)
        return ""

    def _chain(self, name: str) -> Iterator[etree._Element]:
        """Go through a style and what it is based on."""
        seen: set[str] = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            yield self._styles[name]
            name = self._styles[name].get(f"{_STYLE}parent-style-name", "")
