"""The text of a document: what people read, its metadata, and who commented it."""

import io
import zipfile

import pytest
from pypdf import PdfWriter
from pypdf.annotations import FreeText

from cities.contributions.document_text import text_of_document
from sessions_app.briefing.render import render
from tests.factories_document import make_document

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(**parts):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        for name, xml in parts.items():
            package.writestr(f"word/{name}.xml", xml)
    return written.getvalue()


def pdf(**metadata):
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_metadata(metadata)
    note = FreeText(text="Ask Ana Pérez", rect=(0, 0, 90, 90))
    writer.add_annotation(0, note)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def test_words_whose_runs_are_apart_are_joined_and_paragraphs_are_not():
    runs = "<w:r><w:t>Ana Pé</w:t></w:r><w:r><w:t>rez</w:t></w:r>"
    xml = f"<w:document {NAMESPACE}><w:p>{runs}</w:p><w:p>spoke</w:p></w:document>"

    assert "Ana Pérez\nspoke" in text_of_document("docx", docx(document=xml))


def test_authors_of_comments_are_read():
    xml = f'<w:comments {NAMESPACE}><w:comment w:author="Ana Pérez"/></w:comments>'

    assert "Ana Pérez" in text_of_document("docx", docx(comments=xml))


def test_slides_and_who_commented_them_are_read():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        package.writestr("ppt/slides/slide1.xml", "<a:p><a:t>Ana Pé</a:t><a:t>rez</a:t></a:p>")
        package.writestr("ppt/commentAuthors.xml", '<p:cmAuthor id="0" name="Eva Ortiz"/>')

    text = text_of_document("pptx", written.getvalue())

    assert "Ana Pérez" in text
    assert "Eva Ortiz" in text


def test_pages_of_a_pdf_are_read():
    document = make_document("en")

    assert document.event.title.text in text_of_document("pdf", render("pdf", document))


def test_metadata_and_annotations_of_a_pdf_are_read():
    text = text_of_document("pdf", pdf(**{"/Author": "Eva Ortiz"}))

    assert "Eva Ortiz" in text
    assert "Ask Ana Pérez" in text


@pytest.mark.parametrize("kind", ["pdf", "docx", "image"])
def test_what_cannot_be_read_has_no_text(kind):
    assert text_of_document(kind, b"neither") == ""
