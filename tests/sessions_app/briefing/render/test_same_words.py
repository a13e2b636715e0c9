"""Every format says what the document says, word by word, in each language."""

import re
from dataclasses import astuple, fields, is_dataclass
from io import BytesIO

import pytest
from docx import Document as WordDocument
from docx.oxml.ns import qn
from lxml import html
from markdown_it import MarkdownIt

from llex.core.text import Break, Bullets, Paragraph, Phrase, RichText, Run, Table
from sessions_app.briefing.render import render
from tests.factories_document import make_document, make_stamp
from tests.sessions_app.briefing.render.reading import epub_pages

LANGUAGES = ("en", "fr", "es", "ar")
MARKS_OF_DIRECTION = re.compile("[\u200e\u200f\u061c]")
# Behind the words of a link in plain text.
ADDRESS = re.compile(r"\s+<(?:https?://|mailto:)[^>]*>")
# What begins a line of plain text: quotations, items of a list.
BEFORE_A_LINE = re.compile(r"^[\s>]*(?:- |\d+\. )?[\s>]*(?:- |\d+\. )?", re.MULTILINE)
# Elements inside of a line, but for those that the style sheet sets as blocks.
BLOCKS = {"position"}
INLINE = {"a", "abbr", "b", "bdi", "code", "em", "span", "strong", "svg", "i"}
# Read by machines, or shown as a picture, an address or a figure.
NOT_PRINTED = {"slug", "website", "recording", "contact", "hashtag", "digest", "code", "href"}


def words(text):
    return MARKS_OF_DIRECTION.sub("", text).split()


# --- The words of the document ----------------------------------------------------------------


def lines_of(value):
    """Yield each line of text that a document holds, in the order of its fields."""
    if isinstance(value, Phrase):
        yield value.text
    elif isinstance(value, RichText):
        for block in value.blocks:
            yield from lines_of_block(block)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in NOT_PRINTED:
                yield from lines_of(getattr(value, field.name))
    elif isinstance(value, tuple):
        for one in value:
            yield from lines_of(one)


def lines_of_block(block):
    if isinstance(block, Paragraph):
        yield from "".join(map(characters, block.children)).split("\n")
    elif isinstance(block, Bullets):
        for item in block.items:
            for inner in item.blocks:
                yield from lines_of_block(inner)
    elif isinstance(block, Table):
        for row in block.rows:
            for cell in row:
                yield "".join(map(characters, cell))


def characters(node):
    if isinstance(node, Run):
        return node.text
    return "\n" if isinstance(node, Break) else "".join(map(characters, node.children))


def names_of(document):
    """Yield the names of people, which are in no language."""
    yield from (one.name for one in document.attendees)
    yield from (one.speaker for one in document.quotations)
    yield from (row.representative for row in document.rows if row.representative)
    for names in astuple(document.credits):
        yield from names
    yield from (document.series.issn, document.series.number)


# --- The words of the formats -----------------------------------------------------------------


def element_words(root):
    """Return the words of elements: those that are set apart do not run into each other."""
    parts = []

    def walk(element):
        name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if name in {"script", "style", "title", "head"}:
            parts.append(element.tail or "")
            return
        is_inline = name in INLINE and element.get("class") not in BLOCKS
        apart = "" if is_inline else "\n"
        parts.extend((apart, element.text or ""))
        for child in element:
            walk(child)
        parts.extend((apart, element.tail or ""))

    walk(root)
    return words("".join(parts))


def of_web_page(content):
    return element_words(html.document_fromstring(content.decode()))


def of_word(content):
    body = WordDocument(BytesIO(content)).element.body
    kinds = {qn("w:t"), qn("w:br"), qn("w:tab")}
    return [
        word
        for paragraph in body.iter(qn("w:p"))
        for word in words(
            "".join(node.text or "\n" for node in paragraph.iter() if node.tag in kinds)
        )
    ]


def of_markdown(content):
    page = MarkdownIt("commonmark").enable("table").render(content.decode())
    return element_words(html.document_fromstring(page))


def of_plain_text(content):
    text = MARKS_OF_DIRECTION.sub("", content.decode())
    return words(ADDRESS.sub("", BEFORE_A_LINE.sub("", text)))


def of_book(content):
    return [word for page in epub_pages(content) for word in element_words(page)]


READERS = {
    "html": of_web_page,
    "docx": of_word,
    "md": of_markdown,
    "txt": of_plain_text,
    "epub": of_book,
}


def holds(found, wanted):
    """Return whether *wanted* words are in *found*, one after the other.

    The first and the last may have a sign of punctuation beside them.
    """
    return f" {' '.join(wanted)}" in f" {' '.join(found)}".translate(OPENING)


OPENING = str.maketrans({"(": " ", "“": " ", "«": " "})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", READERS)
def test_format_says_every_line_word_by_word(name, language):
    document = make_document(language)
    found = READERS[name](render(name, document, make_stamp()))

    wanted = [line for line in lines_of(document) if line.strip()]
    wanted += names_of(document)

    assert len(wanted) > 60
    assert [line for line in wanted if not holds(found, words(line.translate(OPENING)))] == []
