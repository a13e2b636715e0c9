"""The imprint at the end of a file that has no place for it on a cover."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from llex.core.text import Link, Run
from sessions_app.briefing import phrases
from sessions_app.briefing.document import Document, Stamp
from sessions_app.briefing.imprint import ImprintLine, imprint, imprint_title
from sessions_app.briefing.render.linear.markup import Markup
from sessions_app.briefing.render.linear.note import rich_in


def imprint_blocks(document: Document, stamp: Stamp | None, markup: Markup) -> list[str]:
    """Return the heading, a line for each part of the imprint, and the disclaimer."""
    with phrases.activate_language(document):
        return [
            markup.heading(2, markup.text(imprint_title())),
            *(
                markup.labelled(line.label, " ".join(_parts(line, markup)))
                for line in imprint(document, stamp)
            ),
            *_disclaimer(document, markup),
        ]


def _disclaimer(document: Document, markup: Markup) -> Iterator[str]:
    if text := document.series.disclaimer:
        yield markup.paragraph(markup.strong(markup.text(_("Disclaimer"))))
        yield rich_in(document, text, markup)


def _parts(line: ImprintLine, markup: Markup) -> Iterator[str]:
    if line.text:
        yield markup.text(line.text)
    if line.address:
        yield markup.nodes((Link(line.address, (Run(line.address),)),))
