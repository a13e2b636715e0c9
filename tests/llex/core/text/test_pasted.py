"""Lists and tables pasted from Word and spreadsheets, in every form that a text is read in."""

import pytest

from llex.core.templatetags.differences import marked
from llex.core.templatetags.rich_text import blocks_to_html
from llex.core.text import Bullets, Paragraph, Table, excerpt, parse, to_markdown, to_plain
from llex.core.text.differences import differences

INTRODUCED = "We opened shelters:\n{0}one\n{0}two\nAfter the list."


def html(source):
    return blocks_to_html(parse(source, "en").blocks)


@pytest.mark.parametrize(
    "sign",
    [
        *("•\t", "• ", "•", "·\t", "·         ", "·\xa0\xa0\xa0 ", "o\t", "§\t", "–\t", "▪\t"),
        *("\uf0b7\t", "\uf0b7 ", "\uf0a7\t", "\uf0d8\t", "  •\t", "\t•\t", "\xa0\xa0• "),
    ],
)
def test_pasted_bullets_are_a_list(sign):
    assert html(INTRODUCED.format(sign)) == (
        "<p>We opened shelters:</p><ul><li>one</li><li>two</li></ul><p>After the list.</p>"
    )


@pytest.mark.parametrize(
    "line",
    ["o terceiro", "– she said", "§ 3 of the decree", "· a point", "5 – 7 May", "–", "•", "o\t"],
)
def test_signs_within_a_text_are_kept(line):
    assert to_plain(parse(line, "en")) == line.strip()
    assert isinstance(parse(line, "en").blocks[0], Paragraph)


def test_another_sign_begins_a_list_in_the_item_before():
    source = "•\tone\no\tinner\n§\tinnermost\no\tinner too\n•\ttwo"

    assert html(source) == (
        "<ul><li>one<ul><li>inner<ul><li>innermost</li></ul></li><li>inner too</li></ul></li>"
        "<li>two</li></ul>"
    )


def test_numbered_list_with_tabs_is_a_list_and_no_table():
    assert html("1.\tone\n2.\ttwo") == "<ol><li>one</li><li>two</li></ol>"


def test_emphasis_in_pasted_items_is_read():
    assert html("•\tone **bold**") == "<ul><li>one <strong>bold</strong></li></ul>"


def test_tab_separated_lines_are_a_table():
    text = parse("Figures:\nCity\t2019\t2020\nBogotá\t1 200\t2,500\nCali\t300\nThat is all.", "es")

    _before, table, _after = text.blocks
    assert isinstance(table, Table)
    assert table.has_head
    assert [len(row) for row in table.rows] == [3, 3, 3]
    assert to_plain(text) == (
        "Figures:\n\nCity\t2019\t2020\nBogotá\t1 200\t2,500\nCali\t300\t\n\nThat is all."
    )


@pytest.mark.parametrize(
    ("source", "has_head"),
    [
        ("Budget\t2 M€\nStaff\t30", False),
        ("Name\tRole\nAda\tMayor", False),
        ("Name\tRole\nAda\tMayor\nBo\tClerk", True),
        ("\t2019\t2020\nBeds\t12\t15", True),
        ("Item\tCost\nBeds\t€ 1,200", True),
    ],
)
def test_first_row_is_a_head_where_it_names_columns(source, has_head):
    assert parse(source, "en").blocks[0].has_head is has_head
    assert ("<thead>" in html(source)) is has_head


@pytest.mark.parametrize("source", ["One\ttab only", "\tIndented\n\tlines", "a\t\nb\t"])
def test_tabs_alone_make_no_table(source):
    assert not any(isinstance(block, Table) for block in parse(source, "en").blocks)


@pytest.mark.parametrize(
    "source",
    [
        "A|B\t1\n*c*\t2",
        "Name\tRole\nAda\tMayor\nBo\tClerk",
        "•\tone\no\tinner\n•\ttwo",
        "Text\n\nx\ty\n1\t2\n\n•\tlast",
    ],
)
def test_written_as_markdown_it_is_read_back_as_the_same(source):
    text = parse(source, "en")

    assert parse(to_markdown(text), "en") == text


def test_cells_are_escaped_and_may_be_empty():
    page = html("<b>\t&\n\tx")

    assert "<td>&lt;b&gt;</td><td>&amp;</td>" in page
    assert "<td></td><td>x</td>" in page


def test_ordinary_markdown_lists_stay_as_they_were():
    (one,) = parse("- a\n  - b\n- c", "en").blocks

    assert isinstance(one, Bullets)
    assert len(one.items) == 2


@pytest.mark.parametrize("sign", "•\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc\uf076\uf0e0")
def test_signs_that_only_word_draws_are_bullets_where_a_text_is_shown_as_typed(sign):
    typed = f"We opened:\n{sign}\tone\r\n{sign}\ttwo\xa0%"

    assert excerpt(typed) == "We opened: • one • two\xa0%"
    assert excerpt(typed, 12) == "We opened: •"
    assert marked(differences("", typed)).count("•") == 2
    assert "\uf0b7" not in marked(differences(typed, typed))
