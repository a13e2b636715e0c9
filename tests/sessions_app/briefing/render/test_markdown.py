from dataclasses import replace

from markdown_it import MarkdownIt

from llex.core.text import Break, Paragraph, RichText, Run
from sessions_app.briefing.render import markdown
from tests.factories_document import make_document, make_stamp


def html(document, stamp=None):
    return (
        MarkdownIt("commonmark").enable("table").render(markdown.render(document, stamp).decode())
    )


def test_markdown_has_one_title_and_a_heading_per_section():
    lines = markdown.render(make_document(), make_stamp()).decode().splitlines()

    assert [line for line in lines if line.startswith("# ")] == ["# Drinking water after the flood"]
    assert [line for line in lines if line.startswith("## ")] == [
        "## In short",
        "## Introduction",
        r"## 1\. Identifying challenges and priorities",
        r"## 2\. On the front line",
        r"## 3\. Shared vision",
        "## The way forward",
        "## Participants",
        "## About this edition",
    ]


def test_markdown_results_are_a_table():
    page = html(make_document())

    assert page.count("<table>") == 1
    assert page.count("<tr>") == 6
    assert "<td>Health care</td>" in page.replace(' style="text-align:left"', "")


def test_markdown_keeps_a_bar_inside_its_cell():
    document = make_document()
    (consultation,) = document.consultations
    first, *rest = consultation.items
    name = replace(first.service.name, text="Water | sewers")
    first = replace(first, service=replace(first.service, name=name))
    consultation = replace(consultation, items=(first, *rest))

    page = html(replace(document, consultations=(consultation,)))

    assert "Water | sewers</td>" in page


def test_markdown_sets_each_response_as_an_item_with_all_its_blocks():
    page = html(make_document())

    athina = page[page.index("<h3>Αθήνα</h3>") : page.index("<h3>Sousse</h3>")]
    assert athina.count("<ol>") == 1
    assert athina.count("<ul>") == 2


def test_markdown_keeps_the_lines_of_a_paragraph():
    text = RichText("en", (Paragraph((Run("one"), Break(), Run("two"))),))

    assert "one<br />\ntwo" in html(replace(make_document(), introduction=text))


def test_markdown_text_that_looks_like_markup_stays_text():
    text = "# no heading\n---\n1. no list"
    nodes = [node for line in text.split("\n") for node in (Run(line), Break())][:-1]
    document = replace(make_document(), introduction=RichText("en", (Paragraph(tuple(nodes)),)))

    assert "<p># no heading<br />\n---<br />\n1. no list</p>" in html(document)
