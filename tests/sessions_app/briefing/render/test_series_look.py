"""A series with a look of its own: its cover and colours in PDF, Word, EPUB and short version."""

import io
import zipfile
from dataclasses import replace

import docx
import pytest
from PIL import Image

from llex.core.text import Phrase
from sessions_app.briefing.compose.note import compose
from sessions_app.briefing.document import Colours, from_data, to_data
from sessions_app.briefing.editions import publish, read
from sessions_app.briefing.render import render
from sessions_app.models import Series
from sessions_app.models.series_look import COVERS
from tests.factories import in_all, make_cover, make_series, make_session
from tests.factories_document import make_bare_document, make_document, make_stamp
from tests.sessions_app.briefing.render.reading import elements, read_pdf

LOOK = {
    "main_colour": "#7a1f3d",
    "second_colour": "#8a5a00",
    "issn": "2049-3630",
    "publication_number": "HS/012/20",
}


@pytest.fixture
def session(db):
    series = make_series(**LOOK, **in_all("disclaimer", "Names imply *no* opinion."))
    make_cover(series, **in_all("cover_alternative", "A river"), cover_credit="Ida B.")
    return make_session(series=series, number=4, **in_all("introduction", "We met."))


def pictures(page):
    return len(page.images)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_pdf_begins_with_a_page_of_the_picture_and_the_title(session, language):
    document = compose(session, language)

    pdf = read_pdf(render("pdf", document))

    first = pdf.pages[0].extract_text()
    assert pictures(pdf.pages[0]) == 1
    assert "HS/012/20" in first
    assert "2049-3630" in first
    [figure] = [one for one in elements(pdf) if one["/S"] == "/Figure"]
    assert figure["/Alt"] == f"A river ({language})"
    assert render("pdf", document) == render("pdf", document)


def test_contents_are_behind_the_cover(session):
    pdf = read_pdf(render("pdf", compose(session, "en")))

    assert "Contents" not in pdf.pages[0].extract_text()
    assert "Contents" in pdf.pages[1].extract_text()


def test_picture_without_alternative_text_is_an_ornament(session):
    Series.objects.update(**dict.fromkeys(in_all("cover_alternative", ""), ""))

    pdf = read_pdf(render("pdf", compose(session, "en")))

    assert [one for one in elements(pdf) if one["/S"] == "/Figure"] == []
    assert pictures(pdf.pages[0]) == 1


@pytest.mark.parametrize("colours", [Colours("#7a1f3d", ""), Colours("", "#8a5a00")])
def test_one_colour_is_enough_for_a_cover(colours):
    document = make_document()
    document = replace(document, series=replace(document.series, colours=colours))

    assert len(read_pdf(render("pdf", document)).pages) > len(
        read_pdf(render("pdf", make_document())).pages
    )


@pytest.mark.parametrize("length", [3, 90, 298])
def test_cover_is_one_page_whatever_is_written_on_it(session, length):
    document = compose(session, "en")
    long = Phrase("en", ("word " * 60)[:length].strip())
    series = replace(document.series, title=long, tagline=long)
    event = replace(document.event, title=long)

    pdf = read_pdf(render("pdf", replace(document, series=series, event=event)))

    assert "Contents" in pdf.pages[1].extract_text()


def test_word_file_has_the_picture_and_the_colours(session):
    file = docx.Document(io.BytesIO(render("docx", compose(session, "en"))))

    [shape] = file.inline_shapes
    assert shape._inline.docPr.get("descr") == "A river (en)"
    assert round(shape.width / shape.height, 1) == 1.8
    assert str(file.styles["Heading 1"].font.color.rgb) == "7A1F3D"
    assert str(file.styles["Note Kicker"].font.color.rgb) == "8A5A00"
    assert str(file.styles["Hyperlink"].font.color.rgb) == "7A1F3D"


def test_word_file_of_another_series_keeps_our_colours(session):
    render("docx", compose(session, "en"))

    file = docx.Document(io.BytesIO(render("docx", make_bare_document())))

    assert str(file.styles["Heading 1"].font.color.rgb) == "0B4F6C"


@pytest.mark.parametrize("has_look", [True, False])
def test_book_has_a_cover_whose_words_are_read_out(session, has_look):
    document = compose(session, "en") if has_look else make_document()
    archive = zipfile.ZipFile(io.BytesIO(render("epub", document, make_stamp())))

    cover = Image.open(io.BytesIO(archive.read("book/cover.jpg")))

    assert (cover.format, cover.size) == ("JPEG", (1240, 1754))
    package = archive.read("book/package.opf").decode()
    assert 'media-type="image/jpeg" properties="cover-image"' in package
    assert str(document.event.title) in archive.read("book/cover.xhtml").decode()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_short_version_has_the_picture_and_stays_one_page(session, language):
    pdf = read_pdf(render("short", compose(session, language), make_stamp()))

    assert len(pdf.pages) == 1
    assert pictures(pdf.pages[0]) == 1


@pytest.mark.parametrize("name", ["pdf", "short", "docx", "epub"])
def test_note_is_made_where_the_file_is_gone(session, name):
    document = compose(session, "en")
    COVERS.forget(document.series.cover.digest)

    assert render(name, document, make_stamp())


def test_edition_keeps_its_cover(session):
    edition = publish(session, override="test").edition
    digest = session.series.cover
    Series.objects.update(cover="", main_colour="")
    COVERS.forget(digest)

    document = read(edition.documents.get(language="en"))

    assert document.series.colours == Colours("#7a1f3d", "#8a5a00")
    assert pictures(read_pdf(render("pdf", document)).pages[0]) == 1


def test_look_is_read_back_as_it_was_written(session):
    document = compose(session, "fr")

    assert document.series.disclaimer.language == "fr"
    assert document.series.cover.credit == "Ida B."
    assert from_data(to_data(document)) == document
