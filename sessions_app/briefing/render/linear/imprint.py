"""The imprint at the end of a file that has no place for it on a cover."""

from collections.abc import Iterator

from llex.core.text import Link, Run
from sessions_app.briefing import phrases
from sessions_app.briefing.document import Document, Stamp
from sessions_app.briefing.imprint import ImprintLine, imprint, imprint_title
from sessions_app.briefing.render.linear.markup import Markup


def imprint_blocks(document: Document, stamp: Stamp | None, markup: Markup) -> list[str]:
    """Return the heading and a line for each part of the imprint."""
    with phrases.activate_language(document):
        return [
            markup.heading(2, markup.text(imprint_title())),
            *(
                markup.labelled(line.label, " ".join(_parts(line, markup)))
                for line in imprint(document, stamp)
            ),
        ]


def _parts(line: ImprintLine, markup: Markup) -> Iterator[str]:
    if line.text:
        yield markup.text(line.text)
    if line.address:
        yield markup.nodes((Link(line.address, (Run(line.address),)),))
