"""Reading files back, as another program would."""

import re
import zipfile
from io import BytesIO

from docx import Document as WordDocument
from docx.oxml.ns import qn
from lxml import etree
from pypdf import PdfReader


def read_pdf(content):
    """Open a PDF."""
    return PdfReader(BytesIO(content))


def pdf_text(content):
    """Return the text of a PDF, in one line."""
    return squeeze(" ".join(page.extract_text() for page in read_pdf(content).pages))


def read_docx(content):
    """Open a Word file."""
    return WordDocument(BytesIO(content))


def docx_text(content):
    """Return every run of a Word file's body, in one line."""
    body = read_docx(content).element.body
    return squeeze(" ".join(node.text or "" for node in body.iter(qn("w:t"))))


def epub_pages(content):
    """Return the bodies of a book's pages as elements, without its table of contents."""
    archive = zipfile.ZipFile(BytesIO(content))
    names = [name for name in archive.namelist() if "chapter-" in name]
    body = "{http://www.w3.org/1999/xhtml}body"
    return [etree.fromstring(archive.read(name)).find(body) for name in names]


def epub_text(content):
    """Return the text of a book, in one line."""
    return squeeze(" ".join(text for page in epub_pages(content) for text in page.itertext()))


def squeeze(text):
    """Return *text* with every run of white space as one space."""
    return re.sub(r"\s+", " ", text)


def elements(reader):
    """Return the elements of a tagged PDF in reading order."""
    found = []

    def walk(node):
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append(node)
            walk(node.get("/K", []))

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


def bookmarks(reader):
    """Return the titles of a PDF's bookmarks, whatever their depth."""

    def titles(items):
        for item in items:
            if isinstance(item, list):
                yield from titles(item)
            else:
                yield item.title.replace("\u2002", " ")

    return list(titles(reader.outline))
