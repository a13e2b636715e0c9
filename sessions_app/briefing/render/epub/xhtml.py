"""A note as XHTML: elements of EPUB 3 alone, every character of a text escaped."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from django.utils.html import escape

from cities import photograph_files
from cities.wording.published_row import PublishedPhotograph
from llex.core.charts.files import as_svg
from llex.core.languages import direction
from llex.core.languages.phrases import labelled
from llex.core.templatetags.rich_text import blocks_to_html, inlines_to_html
from llex.core.text import Inline, RichText
from priorities.results.published import ConsultationResult
from sessions_app.briefing import phrases, result_texts
from sessions_app.briefing.charts.result_pictures import result_picture
from sessions_app.briefing.render.epub.chapters import BookHeading
from sessions_app.briefing.render.linear.markup import Bars, Markup

# What XML cannot hold.
_UNREADABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MEDIA_TYPES: Final = {"svg": "image/svg+xml", "jpg": "image/jpeg"}


class XhtmlMarkup(Markup):
    """Elements in *language*; others are marked where they are used.

    *headings* are those that were set, *pictures* the files that the elements show, by name.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self.headings: list[BookHeading] = []
        self.pictures: dict[str, bytes] = {}

    def text(self, words: str, language: str = "") -> str:
        written = escape(_UNREADABLE.sub("\ufffd", words))
        if not words or language in {"", self.language}:
            return written
        return f"<span{self._language(language)}>{written}</span>"

    def nodes(self, nodes: Iterable[Inline]) -> str:
        return _as_xml(inlines_to_html(tuple(nodes)))

    def rich(self, text: RichText) -> str:
        written = _as_xml(blocks_to_html(text.blocks))
        if text.language == self.language:
            return written
        return f"<div{self._language(text.language)}>{written}</div>"

    def paragraph(self, written: str) -> str:
        return f"<p>{written}</p>" if written else ""

    def photograph(self, photograph: PublishedPhotograph) -> str:
        name = photograph_files.file_name(photograph.digest, photograph_files.SMALL)
        content = photograph_files.read(photograph.digest, photograph_files.SMALL)
        return self._picture(name, content, str(photograph.alternative or "")) if content else ""

    def chart(self, result: ConsultationResult) -> str:
        picture = result_picture(result, "") if result_texts.chart(result) else None
        if picture is None:
            return ""
        name = f"chart-{len(self.pictures) + 1}.svg"
        return self._picture(name, as_svg(picture), result_texts.chart(result))

    def heading(self, level: int, written: str, number: int | None = None) -> str:
        title = f"{phrases.number(number)}. {written}" if number else written
        anchor = f"part-{len(self.headings) + 1}"
        block = f'<h{level} id="{anchor}">{title}</h{level}>'
        self.headings.append(BookHeading(level, title, anchor, block))
        return block

    def strong(self, written: str) -> str:
        return f"<strong>{written}</strong>"

    def emphasis(self, written: str) -> str:
        return f"<em>{written}</em>"

    def link(self, written: str, address: str) -> str:
        return f'<a href="{escape(address)}">{written}</a>'

    def labelled(self, label: str, written: str) -> str:
        before, after = map(escape, labelled(label, "\0").split("\0"))
        return f"<p><strong>{before.rstrip()}</strong> {written}{after}</p>"

    def lines(self, *written: str) -> str:
        # What is labelled, or was set as a paragraph, is one already.
        parts = [one.removeprefix("<p>").removesuffix("</p>") for one in written if one]
        return f"<p>{'<br/>'.join(parts)}</p>" if parts else ""

    def listing(self, written: Iterable[str], *, is_numbered: bool = False) -> str:
        items = "".join(f"<li>{line}</li>" for line in written)
        element = "ol" if is_numbered else "ul"
        return f"<{element}>{items}</{element}>" if items else ""

    def items(self, bodies: Iterable[Iterable[str]]) -> str:
        return self.listing("".join(filter(None, body)) for body in bodies)

    def quoted(self, blocks: Sequence[str]) -> str:
        return f"<blockquote>{''.join(blocks)}</blockquote>"

    def table(
        self,
        heads: Sequence[str],
        are_texts: Sequence[bool],
        rows: Sequence[Sequence[str]],
        bars: Bars | None = None,
    ) -> str:
        names = "".join(f'<th scope="col">{head}</th>' for head in heads)
        body = "".join(f"<tr>{''.join(map(_cell, row, are_texts))}</tr>" for row in rows)
        return f"<table><thead><tr>{names}</tr></thead><tbody>{body}</tbody></table>"

    def _picture(self, name: str, content: bytes, alternative: str) -> str:
        self.pictures[name] = content
        return f'<p class="picture"><img src="{name}" alt="{self.text(alternative)}"/></p>'

    def _language(self, code: str) -> str:
        name, runs = escape(code), direction(code)
        return f' lang="{name}" xml:lang="{name}" dir="{runs}"'


def media_type(name: str) -> str:
    """Return what kind of file a picture is."""
    return _MEDIA_TYPES[name.rpartition(".")[2]]


def _cell(written: str, is_text: bool) -> str:
    return f"<td>{written}</td>" if is_text else f'<td class="figure">{written}</td>'


def _as_xml(html: str) -> str:
    """Return HTML of ours as XHTML: its only element without a content is a break."""
    return _UNREADABLE.sub("\ufffd", html.replace("<br>", "<br/>"))
