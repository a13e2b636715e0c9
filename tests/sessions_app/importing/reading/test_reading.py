"""Files become blocks, whatever a page break or an export has done to them."""

import pytest

from sessions_app.briefing.render import render
from sessions_app.importing.reading import Heading, Item, Paragraph, Row, plain, read
from tests.factories_document import make_document, make_stamp

LONG = "The city keeps its markets open for everybody who works at night, and pays for the guards"


def blocks(text, name="note.txt"):
    return read(text.encode(), name).blocks


def shape(text, name="note.txt"):
    return [(type(block).__name__, plain(block)) for block in blocks(text, name)]


def test_sentence_cut_by_a_page_break_is_rejoined():
    assert shape(f"{LONG} with\n\n\n\n\ntheir keys.") == [("Paragraph", f"{LONG} with their keys.")]


def test_sentence_is_rejoined_around_what_stands_between():
    assert shape(f"{LONG} with\n\nFigure 1 Guards per market\n\ntheir keys.") == [
        ("Paragraph", f"{LONG} with their keys."),
        ("Paragraph", "Figure 1 Guards per market"),
    ]


def test_heading_is_never_swallowed_by_a_sentence():
    kinds = [kind for kind, _text in shape(f"{LONG} with\n\nCONCLUSION\n\ntheir keys.")]
    assert kinds == ["Paragraph", "Heading", "Paragraph"]


@pytest.mark.parametrize(
    ("line", "style"),
    [
        ("# One", "1"),
        ("### Three ###", "3"),
        ("2. The front line", "numbered"),
        ("IV. What next?", "numbered"),
        ("LES DÉFIS", "caps"),
        ("**The way forward**", "bold"),
    ],
)
def test_heading_is_told_by_its_look(line, style):
    (block,) = blocks(line)
    assert isinstance(block, Heading)
    assert block.style == style


def test_underlined_line_is_a_heading_in_markdown_only():
    assert shape("Title\n=====", "note.md") == [("Heading", "Title")]
    assert shape("Title\n=====", "note.txt") == [("Paragraph", "Title")]


@pytest.mark.parametrize("mark", ["-", "•", "▪", "–", "*"])
def test_bullets_of_all_kinds_are_items(mark):
    assert shape(f"{mark} one\n{mark} two") == [("Item", "one"), ("Item", "two")]


def test_numbers_and_letters_in_a_row_are_a_list():
    numbered = [(block.number, str(block.text)) for block in blocks("1. one\n2. two")]
    lettered = [(block.number, str(block.text)) for block in blocks("a) one\n\nb) two")]
    assert numbered == lettered == [(1, "one"), (2, "two")]


def test_table_keeps_its_cells_and_drops_its_rules():
    rows = blocks("a\tb\tc\n<p>one</p> <p>two</p>\t\t**three**\n--\t---\t--\n")
    assert all(isinstance(row, Row) for row in rows)
    assert [[list(map(str, cell)) for cell in row.cells] for row in rows] == [
        [["a"], ["b"], ["c"]],
        [["one", "two"], [], ["three"]],
    ]


def test_line_with_one_tab_is_no_table():
    assert shape("Date:\t8 April 2020") == [("Paragraph", "Date: 8 April 2020")]


@pytest.mark.parametrize("sight", ["a\u200bb", "a\ufeffb", "a\u00adb", "\u2060ab"])
def test_characters_that_nobody_sees_are_gone(sight):
    assert shape(sight) == [("Paragraph", "ab")]


def test_link_that_leads_nowhere_is_its_text_and_noted():
    reading = read(b"Read [the rules](/docs/rules.pdf) and [more](https://a.example/x).", "note.md")
    (block,) = reading.blocks
    assert isinstance(block, Paragraph)
    assert str(block.text) == "Read the rules and more."
    assert block.text.addresses == ["https://a.example/x"]
    assert [dropped.text for dropped in reading.dropped] == ["rules docs pdf"]


def test_repeated_line_within_a_page_is_text():
    assert len(shape("Thanks\n\nOther\n\nThanks\n\nOther\n\nThanks")) == 5


def test_page_numbers_need_pages():
    assert shape("12\n\n13") == [("Paragraph", "12"), ("Paragraph", "13")]
    assert shape(f"{LONG}.\n12\n\f{LONG}.\n13\n") == [("Paragraph", f"{LONG}.")] * 2


def test_items_of_a_page_have_their_paragraphs_after_them():
    text = "<ul><li><p>one</p><p>more</p></li><li>two</li></ul><ol><li>first</li></ol>"
    found = blocks(text, "note.html")
    assert [type(block) for block in found] == [Item, Paragraph, Item, Item]
    assert [getattr(block, "number", None) for block in found] == [None, None, None, 1]


def test_script_of_a_page_is_never_text():
    page = "<h1>Title</h1><script>alert('x')</script><p onclick='y'>Text <b>bold</b></p>"
    assert shape(page, "note.html") == [("Heading", "Title"), ("Paragraph", "Text bold")]


def test_entries_of_a_table_of_contents_in_word_are_no_part_of_the_note():
    content = render("docx", make_document(), make_stamp())

    reading = read(content, "note.docx")

    listed = [one.text for one in reading.dropped if "contents" in one.reason]
    assert "2. On the front line" in listed
    assert [plain(block) for block in reading.blocks].count("2. On the front line") == 1
