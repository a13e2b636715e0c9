import json
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pymupdf
import pytest
import typst

from llex.core.files.typefaces import typefaces
from llex.core.text import Phrase, parse
from sessions_app.briefing import phrases
from sessions_app.briefing.render import pdf
from tests.factories_document import (
    make_bare_document,
    make_document,
    make_long_document,
    make_stamp,
)
from tests.pdf_readers import READERS, lost
from tests.sessions_app.briefing.render.reading import bookmarks, elements, pdf_text, read_pdf

TEMPLATES = Path(pdf.__file__).parent / "typst"


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_pdf_is_tagged_and_names_its_language(language):
    reader = read_pdf(pdf.render(make_document(language), make_stamp()))

    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == language
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "pdfuaid:part" in root["/Metadata"].get_object().get_data().decode()


def test_pdf_carries_title_authors_keywords_and_date():
    metadata = read_pdf(pdf.render(make_document(), make_stamp())).metadata

    assert metadata.title == "Drinking water after the flood – Cities learn live"
    assert metadata.author == "World Table of Cities, Alliance for Local Water"
    assert "CitiesLearnLive" in metadata["/Keywords"]
    assert metadata.creation_date.date() == datetime(2021, 5, 21, tzinfo=UTC).date()


def test_pdf_has_a_bookmark_per_section_and_theme():
    reader = read_pdf(pdf.render(make_document(), make_stamp()))

    assert bookmarks(reader) == [
        "In short",
        "Introduction",
        "1 Identifying challenges and priorities",
        "2 On the front line",
        "3 Shared vision",
        "Openness",
        "Building back higher",
        "The way forward",
        "Participants",
        "About this edition",
    ]


def test_pdf_tables_have_header_cells_for_their_columns():
    found = elements(read_pdf(pdf.render(make_document(), make_stamp())))

    heads = [one for one in found if one["/S"] == "/TH"]
    assert sum(one["/S"] == "/Table" for one in found) == 2
    # Rank, service, mean, five scores, answers, don't know; city, responses, challenges.
    assert len(heads) == 10 + 3
    assert {one["/A"][0]["/Scope"] for one in heads} == {"/Column"}


def test_pdf_chart_tells_its_numbers_in_words():
    (figure,) = [
        one
        for one in elements(read_pdf(pdf.render(make_document(), None)))
        if one["/S"] == "/Figure" and "Bar chart" in one["/Alt"]
    ]

    assert "Health care 4.75" in figure["/Alt"]
    assert "Culture 3.1" in figure["/Alt"]


def test_table_in_a_text_is_tagged_as_a_table():
    document = make_document()
    plain = elements(read_pdf(pdf.render(document, make_stamp())))
    text = parse("City\tBeds\nLima\t1,200\nCali\t300", "en")
    content = pdf.render(replace(document, introduction=text), make_stamp())

    tags = [element["/S"] for element in elements(read_pdf(content))]
    before = [element["/S"] for element in plain]
    assert tags.count("/Table") == before.count("/Table") + 1
    assert "Lima 1,200 Cali 300" in pdf_text(content)


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils is not installed")
def test_hashtag_is_not_mirrored_in_arabic(tmp_path):
    document = make_document("ar")
    series = replace(document.series, hashtag="CitiesLearn")
    path = tmp_path / "note.pdf"
    path.write_bytes(pdf.render(replace(document, series=series), make_stamp()))

    shown = subprocess.run(
        [shutil.which("pdftotext"), "-layout", path, "-"],
        capture_output=True,
        check=True,
        text=True,
    )

    assert "#CitiesLearn" in shown.stdout
    assert "CitiesLearn#" not in shown.stdout


@pytest.mark.parametrize("language", ["en", "ar"])
def test_emphasis_is_never_slanted_in_arabic_letters(language):
    text = parse("الخدمات *أولًا*", "ar")
    reader = read_pdf(pdf.render(replace(make_document(language), introduction=text), None))

    fonts = {
        font["/BaseFont"]
        for page in reader.pages
        for font in (one.get_object() for one in page["/Resources"]["/Font"].values())
    }
    assert any("Amiri" in name for name in fonts)
    assert not [name for name in fonts if re.search("Amiri.*(Italic|Slanted)", name)]


def test_pdf_runs_from_right_to_left_in_arabic():
    content = pdf.render(make_document("ar"), make_stamp())
    reader = read_pdf(content)

    assert reader.trailer["/Root"]["/ViewerPreferences"]["/Direction"] == "/R2L"
    text = pdf_text(content)
    for word in ("الربيع", "بلدان", "القديمة", "صهريج"):
        assert word in text


def test_pdf_prints_every_alphabet_that_we_promise():
    text = pdf_text(pdf.render(make_document(), make_stamp()))

    for name in ("Łódź", "Đà Nẵng", "Αθήνα", "Ελένη Παπαδοπούλου", "Ivo Кралев", "Maren Öztürk"):
        assert name in text


def test_pdf_repeats_the_head_of_a_long_table_on_every_page():
    reader = read_pdf(pdf.render(make_long_document(60), make_stamp()))

    pages = [page.extract_text() for page in reader.pages]
    with_rows = [text for text in pages if re.search(r"^City \d+$", text, re.MULTILINE)]
    assert len(with_rows) > 8
    assert all("Policy responses" in text for text in with_rows)
    rows = {row for text in with_rows for row in re.findall(r"^City \d+$", text, re.MULTILINE)}
    assert rows == {f"City {number}" for number in range(1, 61)}


def test_participants_are_items_of_lists():
    document = make_document("ar")
    found = elements(read_pdf(pdf.render(document, make_stamp())))
    without = elements(read_pdf(pdf.render(replace(document, attendees=()), make_stamp())))

    def count(tag):
        return sum(one["/S"] == tag for one in found) - sum(one["/S"] == tag for one in without)

    listed = [len(group) for _heading, group in phrases.groups(document)]
    assert (count("/L"), count("/LBody")) == (len(listed), sum(listed))


def test_long_rows_leave_no_page_half_empty():
    document = make_long_document(10)
    paragraph = " ".join(["a sentence on the water of the town."] * 7)
    text = parse("\n\n".join([paragraph] * 4), "en")
    rows = [
        replace(row, responses=tuple(replace(one, text=text) for one in row.responses))
        for row in document.rows
    ]

    pages = list(pymupdf.open(stream=pdf.render(replace(document, rows=tuple(rows)), make_stamp())))

    headed = [page for page in pages if page.search_for("Policy responses")]
    assert len(headed) > 3
    for page in headed[:-1]:
        # The last line of each page is its footer.
        lowest = max(word[3] for word in page.get_text("words") if word[3] < 770)
        assert lowest > page.rect.height * 0.75


@pytest.mark.parametrize("head", ["Policy responses", "Öffentlichkeitsbeteiligung", "الاستجابات"])
def test_head_of_a_narrow_column_is_never_broken_within_a_word(head):
    source = (
        '#import "look.typ": *\n#set page(margin: 0pt, width: 60mm)\n'
        "#table(columns: (15mm, 1fr), inset: 0pt, fitting(note.head, label-text), [])"
    )
    compiler = typst.Compiler(
        source.encode(), root=TEMPLATES, font_paths=typefaces(), ignore_system_fonts=True
    )
    note = json.dumps({"dir": "ltr", "labels": {}, "head": head})

    content = compiler.compile(format="pdf", sys_inputs={"note": note})

    words = pymupdf.open(stream=content)[0].get_text("words")
    assert len(words) == len(head.split())
    assert max(word[2] for word in words) <= 15 / 25.4 * 72 + 0.5


def test_pdf_of_a_row_longer_than_a_page_loses_nothing():
    document = make_document()
    words = " ".join(f"word{number}" for number in range(2000))
    response = replace(document.rows[0].responses[0], text=parse(words, "en"))
    row = replace(document.rows[0], responses=(response,))

    text = pdf_text(pdf.render(replace(document, rows=(row,)), None))

    assert set(re.findall(r"word\d+", text)) == set(words.split())


def test_pdf_says_draft_on_every_page_when_not_stamped():
    reader = read_pdf(pdf.render(make_document(), None))

    assert all("Draft, not published" in page.extract_text() for page in reader.pages)


def test_pdf_names_its_edition_when_stamped():
    text = pdf_text(pdf.render(make_document(), make_stamp()))

    assert "Draft" not in text
    assert "Edition 2, 21 May 2021" in text
    assert "The position of one representative was corrected." in text


def test_pdf_says_on_every_page_that_it_is_superseded():
    reader = read_pdf(pdf.render(make_document(), make_stamp(superseded_by=3)))

    assert all(
        "This edition has been superseded by edition 3." in page.extract_text()
        for page in reader.pages
    )


def test_pdf_marks_a_text_in_another_language():
    content = pdf.render(make_document(), make_stamp())

    assert "This text is available in Portuguese only." in pdf_text(content)
    spoken = {one["/Lang"] for one in elements(read_pdf(content)) if "/Lang" in one}
    assert any(language.startswith("pt") for language in spoken)


def test_pdf_of_a_bare_document_is_still_accessible():
    content = pdf.render(make_bare_document(), None)

    assert read_pdf(content).metadata.title == "Drinking water after the flood – Cities learn live"
    assert bookmarks(read_pdf(content)) == []
    assert read_pdf(content).trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_pdf_without_any_title_falls_back_to_the_kind_of_publication():
    document = make_bare_document()
    document = replace(
        document,
        event=replace(document.event, title=Phrase("en", "")),
        series=replace(document.series, title=Phrase("en", "")),
    )

    content = pdf.render(document, None)

    assert read_pdf(content).metadata.title == "Briefing & Learning Note"


def test_pdf_puts_letters_for_what_no_font_can_print():
    document = make_document()
    title = Phrase("en", "From ⵜⵉⴼⵉⵏⴰⵖ with ߒߞߏ")
    document = replace(document, event=replace(document.event, title=title))

    text = pdf_text(pdf.render(document, None))

    assert "From [tifinagh] with [nko]" in text


@pytest.mark.parametrize(
    "name",
    [
        *("西安市", "東京都", "ひらがな", "서울특별시", "काठमाण्डौ क्षेत्र", "กรุงเทพมหานคร", "አዲስ አበባ"),
        *("Αθήνα", "Москва", "თბილისი", "Երևան", "ঢাকা", "தமிழ்", "ירושלים", "🏙"),
    ],
)
def test_names_in_other_scripts_are_printed_and_read(name):
    document = make_document()
    rows = (replace(document.rows[0], representative=name),)

    content = pdf.render(replace(document, rows=rows), make_stamp())

    for read in READERS.values():
        assert not lost(name, read(content))


def test_chinese_characters_are_drawn_as_in_the_language_of_their_text():
    def faces(language):
        text = parse("直角", language)
        content = pdf.render(replace(make_document(), introduction=text), None)
        return {
            font["/BaseFont"].rpartition("+")[2]
            for page in read_pdf(content).pages
            for font in (one.get_object() for one in page["/Resources"]["/Font"].values())
            if "CJK" in font["/BaseFont"]
        }

    assert {language: len(faces(language)) for language in ("zh", "ja", "ko")} == {
        "zh": 1,
        "ja": 1,
        "ko": 1,
    }


def test_pdf_is_the_same_file_every_time():
    assert pdf.render(make_document("ar"), make_stamp()) == pdf.render(
        make_document("ar"), make_stamp()
    )
