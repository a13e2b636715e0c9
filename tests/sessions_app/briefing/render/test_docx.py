from dataclasses import replace

import pytest
from django.conf import settings
from docx.oxml.ns import qn
from docx.text.run import Run

from llex.core.text import Phrase, parse
from sessions_app.briefing.render import docx
from tests.factories_document import make_document, make_long_document, make_stamp
from tests.sessions_app.briefing.render.reading import docx_text, read_docx


def word(document=None, stamp=None):
    return read_docx(docx.render(document or make_document(), stamp))


def headings(file, level):
    style = f"Heading {level}"
    return [one.text for one in file.paragraphs if one.style.name == style]


def test_docx_has_real_headings():
    file = word()

    assert headings(file, 1) == [
        "In short",
        "Introduction",
        "1. Identifying challenges and priorities",
        "2. On the front line",
        "3. Shared vision",
        "The way forward",
        "Participants",
        "About this edition",
    ]
    assert "Openness" in headings(file, 2)
    assert "Samples are public property" in headings(file, 3)


def test_docx_carries_title_authors_and_language():
    properties = word(stamp=make_stamp()).core_properties

    assert properties.title == "Drinking water after the flood – Cities learn live"
    assert properties.author == "World Table of Cities; Alliance for Local Water"
    assert properties.language == "en"
    assert properties.version == "2"


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_docx_speaks_its_language_by_default(language):
    defaults = word(make_document(language)).styles.element.find(qn("w:docDefaults"))

    (mark,) = defaults.iter(qn("w:lang"))
    assert mark.get(qn("w:val")) == mark.get(qn("w:bidi")) == language


def test_docx_marks_a_run_in_another_language():
    runs = word().element.body.iter(qn("w:r"))

    spoken = {
        (run.find(qn("w:rPr")).find(qn("w:lang")).get(qn("w:val")), run.text)
        for run in runs
        if run.find(f"{qn('w:rPr')}/{qn('w:lang')}") is not None
    }
    assert ("pt", "só") in spoken


@pytest.mark.parametrize("place", ["introduction", "response"])
def test_table_in_a_text_is_a_table(place):
    document = make_document()
    text = parse("City\tBeds\nLima\t1,200\nCali\t300", "en")
    if place == "introduction":
        document = replace(document, introduction=text)
        tables = word(document).tables
    else:
        row = document.rows[0]
        row = replace(row, responses=(replace(row.responses[0], text=text),))
        file = word(replace(document, rows=(row, *document.rows[1:])))
        tables = [inner for table in file.tables for cell in table._cells for inner in cell.tables]

    found = [[[cell.text for cell in row.cells] for row in table.rows] for table in tables]
    assert [["City", "Beds"], ["Lima", "1,200"], ["Cali", "300"]] in found


@pytest.mark.parametrize(("tag", "is_rtl"), [("CitiesLearn", None), ("مدن", True)])
def test_hashtag_and_address_are_not_mirrored_in_arabic(tag, is_rtl):
    document = make_document("ar")
    series = replace(document.series, hashtag=tag, contact="learning@example.org")
    file = word(replace(document, series=series))

    def run(text):
        found = (
            each
            for paragraph in file.element.body.iter(qn("w:r"))
            for each in [Run(paragraph, None)]
            if each.text == text
        )
        return next(found)

    assert run(f"#{tag}").font.rtl is is_rtl
    assert run("learning@example.org").font.rtl is None


def test_subtitle_is_slanted_in_latin_letters_only():
    font = word(make_document("ar")).styles["Subtitle"].font

    assert font.italic is True
    assert font.cs_italic is False


@pytest.mark.parametrize("language", ["en", "ar"])
def test_emphasis_is_bold_in_arabic_letters_and_slanted_in_latin_ones(language):
    text = parse("الخدمات *أولًا* ثم *Barcelona en Comú*", "ar")
    file = word(replace(make_document(language), introduction=text))

    runs = [Run(each, None) for each in file.element.body.iter(qn("w:r"))]
    for shown in ("أولًا", "Barcelona en Comú"):
        (font,) = [run.font for run in runs if run.text == shown]
        assert (font.italic, font.bold) == (True, None)
        assert (font.cs_italic, font.cs_bold) == (False, True)


@pytest.mark.parametrize(("scale", "head", "score"), [(5, 19, 9), (10, 16, 6)])
def test_columns_of_ratings_leave_room_for_the_service_and_for_their_heads(scale, head, score):
    document = make_document("ar")
    ratings = document.consultations[0]
    items = [replace(item, distribution=tuple([1] * scale)) for item in ratings.items]
    file = word(replace(document, consultations=[replace(ratings, scale=scale, items=items)]))

    table = next(one for one in file.tables if len(one.columns) == scale + 5)
    widths = [column.width.mm for column in table.columns]

    rank, service, mean = widths[:3]
    assert sum(widths) == pytest.approx(166, abs=0.5)
    assert service >= 30
    assert min(rank, mean, *widths[-2:]) == pytest.approx(head, abs=0.1)
    assert widths[3:-2] == pytest.approx([score] * scale, abs=0.1)
    assert bool(table._tbl.xpath("./w:tblPr/w:tblCellMar")) is (scale == 10)


def test_docx_runs_from_right_to_left_in_arabic():
    file = word(make_document("ar"))

    body = [one for one in file.paragraphs if one.text]
    assert all(one._p.pPr.find(qn("w:bidi")) is not None for one in body)
    assert len(list(file.element.body.iter(qn("w:bidiVisual")))) == 2
    assert any(run.find(f"{qn('w:rPr')}/{qn('w:rtl')}") is not None for run in body[0]._p)


def test_docx_table_repeats_its_head_and_keeps_rows_whole():
    table = read_docx(docx.render(make_long_document(60), None)).tables[1]

    assert [cell.text for cell in table.rows[0].cells] == ["City", "Policy responses", "Challenges"]
    assert len(table.rows) == 61
    heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert heads == [True] + [False] * 60
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_docx_has_the_results_as_a_table():
    table = word().tables[0]

    assert [cell.text for cell in table.rows[1].cells][:3] == ["1", "Health care", "4.75"]
    assert len(table.rows) == 6


def test_docx_links_lead_somewhere():
    file = word()

    links = list(file.element.body.iter(qn("w:hyperlink")))
    marks = {one.get(qn("w:name")) for one in file.element.body.iter(qn("w:bookmarkStart"))}
    inner = {link.get(qn("w:anchor")) for link in links} - {None}
    listed = {anchor for anchor in inner if anchor.startswith("_Toc")}
    outer = {
        file.part.rels[link.get(qn("r:id"))].target_ref for link in links if link.get(qn("r:id"))
    }
    entries = {"response-100", "response-104", "challenge-203"}
    assert inner - listed == {"axis-1", "axis-2"} | entries
    assert inner <= marks
    assert outer - {settings.LICENCE.address} == {
        "mailto:learning@example.org",
        "https://example.org/recordings/7",
        "https://example.org/wtc",
        "https://example.org/source",
    }


def test_docx_numbered_lists_each_count_from_their_own_start():
    document = make_document()
    text = parse("1. one\n2. two\n\nBetween.\n\n5. five\n6. six", "en")

    file = word(replace(document, summary=None, introduction=text, rows=()))

    numbered = [one for one in file.paragraphs if one.style.name == "List Number"]
    assert [one.text for one in numbered] == ["one", "two", "five", "six"]
    lists = [one._p.pPr.numPr.numId.val for one in numbered]
    assert lists[0] == lists[1] != lists[2] == lists[3]
    starts = {
        number.numId: number.find(f".//{qn('w:startOverride')}").get(qn("w:val"))
        for number in file.part.numbering_part.element.num_lst
        if number.numId in lists
    }
    assert [starts[lists[0]], starts[lists[2]]] == ["1", "5"]


def test_docx_keeps_nested_lists():
    document = replace(make_document(), introduction=parse("- outer\n  - inner", "en"))

    styles = {one.text: one.style.name for one in word(document).paragraphs}

    assert (styles["outer"], styles["inner"]) == ("List Bullet", "List Bullet 2")


def test_docx_shows_a_sign_for_characters_that_xml_forbids():
    document = make_document()
    event = replace(document.event, title=Phrase("en", "Water\x07 works\x00"))

    assert "Water\ufffd works\ufffd" in docx_text(docx.render(replace(document, event=event), None))


def test_docx_says_that_an_edition_is_superseded():
    text = docx_text(docx.render(make_document(), make_stamp(superseded_by=3)))

    assert "This edition has been superseded by edition 3." in text


@pytest.mark.parametrize("language", ["en", "ar"])
def test_contents_are_a_field_whose_entries_lead_to_headings(language):
    body = read_docx(docx.render(make_document(language), make_stamp())).element.body
    marks = [one.get(qn("w:fldCharType")) for one in body.iter(qn("w:fldChar"))]
    entries = [
        (one.get(qn("w:anchor")), "".join(part.text for part in one.iter(qn("w:t"))))
        for one in body.iter(qn("w:hyperlink"))
        if (one.get(qn("w:anchor")) or "").startswith("_Toc")
    ]
    headings = {
        mark.get(qn("w:name")): "".join(part.text for part in mark.getparent().iter(qn("w:t")))
        for mark in body.iter(qn("w:bookmarkStart"))
    }

    assert marks == ["begin", "separate", "end"]
    assert len(entries) > 10
    assert all(headings[anchor] == text for anchor, text in entries)


def test_file_ends_with_its_address_and_a_code():
    made = read_docx(docx.render(make_document(), make_stamp()))
    draft = docx_text(docx.render(make_document(), None))

    lines = [one.text for one in made.paragraphs]
    [first] = [number for number, one in enumerate(lines) if one.startswith("Permanent address")]
    last = lines[first:]
    assert last[0].endswith("/en/sessions/water-after-the-flood/briefing/editions/2/")
    assert last[1].startswith("How to cite  WTC, Alliance for Local Water: ")
    assert last[2].startswith("Licence  CC BY")
    assert last[3].startswith("Disclaimer")
    codes = [one.get("descr") for one in made.element.body.iter(qn("wp:docPr"))]
    assert codes[-1] == "QR code of this address"
    assert "/editions/" not in draft
    assert "Licence" in draft


@pytest.mark.parametrize(("cities", "indexed"), [(19, 0), (20, 20)])
def test_cities_have_an_index_of_links_from_twenty_on(cities, indexed):
    body = word(make_long_document(cities)).element.body

    links = [one.get(qn("w:anchor")) or "" for one in body.iter(qn("w:hyperlink"))]
    marks = [one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))]
    found = [one for one in links if one.startswith("city-")]
    assert len(found) == indexed
    assert set(found) <= set(marks)
    assert len(marks) == len(set(marks))
