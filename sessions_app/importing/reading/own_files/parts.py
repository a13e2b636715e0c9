"""The blocks of a file of our own, each with the part of the note that it is."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import unquote

from django.utils.translation import gettext as _

from sessions_app.importing.formatted_text import FormattedText
from sessions_app.importing.reading.blocks import (
    Dropped,
    Heading,
    Item,
    Known,
    Paragraph,
    Part,
    Reading,
    Row,
    Style,
)
from sessions_app.importing.reading.own_files.nodes import Node
from sessions_app.importing.reading.own_files.words import OwnWords, own_words
from sessions_app.importing.words import fold

_HEADINGS = ("heading", "title", "theme", "city", "people", "group", "question")


def empty_reading() -> Reading:
    """Return a reading without anything in it."""
    return Reading("paragraph", Counter())


@dataclass
class PartWriter:
    """Writes blocks with their parts into a reading."""

    language: str
    reading: Reading = field(default_factory=empty_reading)
    # What a page has to be read and steered on a screen.
    aids: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.reading.own_language = self.language

    @property
    def words(self) -> OwnWords:
        """Return the words of the file's language."""
        return own_words(self.language)

    def put(
        self, part: Part, text: FormattedText, value: str = "", *, begins: bool = False
    ) -> None:
        """Add a block that is *part* of the note."""
        if not text:
            return
        known, where = Known(part, value, begins), len(self.reading.blocks) + 1
        if part in _HEADINGS:
            style: Style = "1" if part == "title" else "2"
            self.reading.blocks.append(Heading(text, where, style, known))
        else:
            self.reading.blocks.append(Paragraph(text, where, known))

    def out(self, reason: str, *texts: FormattedText | str) -> None:
        """Note what the site computes anew, or cannot take back, as left out."""
        said = " ".join(" ".join(in_full(text) for text in texts).split())
        if said:
            self.reading.dropped.append(Dropped(reason, said, len(self.reading.blocks)))

    def aid(self, text: FormattedText | str) -> None:
        """Note words that only help to read a page; they are told together."""
        self.aids.append(str(text))

    def close(self) -> Reading:
        """Return what was read."""
        self.out(aids(), *self.aids)
        return self.reading

    def figures(self, texts: Iterable[FormattedText]) -> None:
        """Add the figures of the front: the head count is the session's, the others computed."""
        for text in texts:
            if count := self.words.attendance_in(str(text)):
                self.put("attendance", text, count)
            else:
                self.out(computed(), text)

    def prose(
        self,
        part: Part,
        nodes: Iterable[Node],
        value: str = "",
        *,
        begins: bool = False,
        depth: int = 0,
    ) -> None:
        """Add a text of paragraphs, lists and tables; the first block may begin something."""
        for node in nodes:
            if node.kind == "list":
                self._list(part, node, value, begins=begins, depth=depth)
            elif node.kind == "table":
                self._table(part, node, value, begins=begins, depth=depth)
            elif node.kind == "quote":
                self.prose(part, node.inner, value, begins=begins, depth=depth)
            elif code := self.words.only_in.get(fold(str(node.text))):
                self._language(code, node.text)
                continue
            elif node.text:
                known = Known(part, value, begins, depth)
                where = len(self.reading.blocks) + 1
                self.reading.blocks.append(Paragraph(node.text, where, known))
            begins = False

    def _language(self, code: str, notice: FormattedText) -> None:
        """Say in which language the text is that follows."""
        self.put("language", notice, code)

    def _list(self, part: Part, node: Node, value: str, *, begins: bool, depth: int) -> None:
        for number, item in enumerate(node.items, start=node.start or 1):
            first, *rest = item or [Node("paragraph")]
            known = Known(part, value, begins, depth)
            where = len(self.reading.blocks) + 1
            if first.kind != "paragraph":
                rest, first = item, Node("paragraph")
            if first.text:
                mark = None if node.start is None else number
                self.reading.blocks.append(Item(first.text, where, mark, known))
            self.prose(part, rest, value, depth=depth + 1)
            begins = False

    def _table(self, part: Part, node: Node, value: str, *, begins: bool, depth: int) -> None:
        for cells in node.rows:
            known = Known(part, value, begins, depth)
            where = len(self.reading.blocks) + 1
            row = tuple((cell,) if cell else () for cell in cells)
            self.reading.blocks.append(Row(row, where, known))
            begins = False


def in_full(text: FormattedText | str) -> str:
    """Return a text with the addresses of its links, but for places in the file itself."""
    links = text.addresses if isinstance(text, FormattedText) else []
    addresses = (unquote(address) for address in links if not address.startswith("#"))
    return " ".join([str(text), *addresses])


def computed() -> str:
    """Return why what the site computes is left out."""
    return _("computed anew by the site")


def of_edition() -> str:
    """Return why what is said of an edition is left out."""
    return _("about the edition of the file")


def contents() -> str:
    """Return why a line of the contents is left out."""
    return _("line of the table of contents")


def around() -> str:
    """Return why what a page has besides its note is left out."""
    return _("part of the site around the note")


def aids() -> str:
    """Return why what only helps to read a page is left out."""
    return _("buttons, links and numbers of the page")


def result() -> str:
    """Return why the result of a consultation is left out."""
    return _("result of a consultation: votes cannot be imported")


def update() -> str:
    """Return why a follow-up is left out."""
    return _("follow-up of a city: it comes from the city itself")


def photograph() -> str:
    """Return why the words beside a photograph are left out."""
    return _("photograph: send it to the site again")
