"""The table of contents of a Word file: a field that Word updates, its entries filled in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from docx.document import Document as WordDocument
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from llex.core.text import Phrase, Run
from sessions_app.briefing.render.docx import xml
from sessions_app.briefing.render.docx.styles import CONTENTS

if TYPE_CHECKING:
    from sessions_app.briefing.render.docx.body import Writer

# Headings down to this level are listed.
_DEPTH: Final = 2
# Entries are links and have no page numbers, which are known only where the file is opened.
_FIELD: Final = f'TOC \\o "1-{_DEPTH}" \\h \\z \\n'


@dataclass(frozen=True, slots=True)
class WordHeading:
    """A heading that is listed, and its bookmark."""

    level: int
    title: Phrase
    bookmark: str


class WordHeadings:
    """The bookmarks of a file, and the headings that its contents list."""

    def __init__(self) -> None:
        self.listed: list[WordHeading] = []
        self._bookmarks: set[str] = set()

    def add(self, paragraph: WordParagraph, level: int, title: Phrase) -> None:
        """List the heading in *paragraph*, unless its level is too deep."""
        if level <= _DEPTH:
            bookmark = f"_Toc{len(self.listed) + 1:08}"
            self.listed.append(WordHeading(level, title, bookmark))
            self.mark(paragraph, bookmark)

    def mark(self, paragraph: WordParagraph, bookmark: str) -> None:
        """Set a bookmark, to which links lead; the first of a name is the one."""
        if bookmark not in self._bookmarks:
            self._bookmarks.add(bookmark)
            xml.add_bookmark(paragraph, bookmark, len(self._bookmarks))

    @contextmanager
    def bookmark(self, where: WordDocument | _Cell, name: str) -> Iterator[None]:
        """Set a bookmark at the first paragraph that is written in *where* meanwhile."""
        with xml.first_written(where) as found:
            yield
        for paragraph in found:
            self.mark(paragraph, name)


def write_contents(
    writer: Writer, title: str, above: WordParagraph, *, on_new_page: bool = False
) -> None:
    """Write the contents behind the paragraph *above*, once all headings are written."""
    paragraphs = [writer.labelled(title)]
    paragraphs[0].paragraph_format.page_break_before = on_new_page
    for heading in writer.headings.listed:
        language = heading.title.language
        paragraph = writer.paragraph(CONTENTS[heading.level - 1], None, language)
        if len(paragraphs) == 1:
            xml.begin_field(paragraph, _FIELD)
        with xml.hyperlink(paragraph, f"#{heading.bookmark}"):
            writer.inlines(paragraph, (Run(heading.title.text),), language)
        paragraphs.append(paragraph)
    xml.end_field(paragraphs[-1])
    for paragraph in reversed(paragraphs):
        xml.move_behind(paragraph, above)
