"""The note as HTML: what a reader meets in it, on its page and in the file that stands alone."""

import gzip
from dataclasses import replace
from itertools import pairwise

import pytest
from lxml import html

from cities.wording.published_row import PublishedResponse
from llex.core.text import Phrase, parse
from sessions_app.briefing.document import KeyPoint
from sessions_app.briefing.render.html import render
from tests.factories_document import (
    make_bare_document,
    make_document,
    make_long_document,
    make_stamp,
)

LANGUAGES = ("en", "fr", "es", "ar")


def drawn(document=None, stamp=None):
    return html.fromstring(render(document or make_document(), stamp or make_stamp()))


def text(element):
    return " ".join(element.text_content().split())


def test_file_asks_the_network_for_nothing_and_runs_nothing():
    tree = drawn()

    assert tree.xpath("//script | //link | //img | //iframe | //@style") == []
    assert "@import" not in tree.xpath("string(//style)")
    assert "url(" not in tree.xpath("string(//style)")


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("fr", "ltr"), ("ar", "rtl")])
def test_file_is_in_the_language_of_the_note(language, direction):
    tree = drawn(make_document(language))

    assert (tree.get("lang"), tree.get("dir")) == (language, direction)
    assert tree.xpath("string(//title)") == str(make_document(language).event.title)


def test_headings_follow_one_another_without_a_leap():
    levels = [int(heading.tag[1]) for heading in drawn().xpath("//h1|//h2|//h3|//h4|//h5|//h6")]

    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_within_the_note_leads_somewhere_and_every_anchor_is_unique(language):
    tree = drawn(make_document(language))

    ids = tree.xpath("//@id")
    inner = [href[1:] for href in tree.xpath("//a/@href") if href.startswith("#")]

    assert len(ids) == len(set(ids))
    assert len(inner) > 8
    assert set(inner) <= set(ids)


def test_title_block_names_date_conveners_chair_and_edition():
    facts = text(drawn().xpath("//dl[@class='note-facts']")[0])

    assert "Wednesday 19 May 2021" in facts
    assert "WTC" in facts
    assert "Maren Öztürk" in facts
    assert "Edition 2, 21 May 2021" in facts


def test_draft_says_that_it_is_one():
    tree = html.fromstring(render(make_document(), None))

    assert "Draft, not published" in text(tree.xpath("//dl[@class='note-facts']")[0])


def figures(document):
    return [text(item) for item in drawn(document).xpath("//ul[@class='figures']/li")]


def test_figures_beside_the_summary_leave_those_of_the_session_under_the_title():
    assert figures(make_document()) == [
        "1,204 participants",
        "5 cities reported",
        "7 policy responses",
        "5 challenges, 1 of them answered",
    ]


def test_figures_are_counted():
    assert figures(make_document(summary=None)) == [
        "1,204 participants",
        "5 cities in the table",
        "7 policy responses",
        "5 challenges",
    ]


def test_topics_have_a_choice_each_and_mark_the_entries():
    tree = drawn()
    labels = [text(one) for one in tree.xpath("//fieldset[@class='pick']/label")]

    assert labels[0] == "All topics"
    assert labels[1:] == sorted(labels[1:], key=lambda label: -int(label.split()[-2]))
    for number in range(1, len(labels)):
        choice = tree.xpath(f"//input[@type='radio'][@id='t{number}']")
        marked = tree.xpath(f"//div[contains(concat(' ', @class, ' '), ' t{number} ')]")
        assert len(choice) == 1
        assert marked


def test_answers_lead_to_the_entries_they_name():
    tree = drawn()
    links = tree.xpath("//p[@class='answered']/a/@href")

    assert links
    anchors = set(tree.xpath("//div[contains(@class, 'entry')]/@id"))
    assert {link.removeprefix("#") for link in links} <= anchors


def test_city_table_is_a_table_with_headers():
    table = drawn().xpath("//table[contains(@class, 'cities')]")[0]

    assert [text(cell) for cell in table.xpath("thead//th[@scope='col']")] == [
        "City, Representative",
        "Policy responses",
        "Challenges",
    ]
    assert len(table.xpath("tbody/tr")) == 5
    assert all(len(row.xpath("th[@scope='row']")) == 1 for row in table.xpath("tbody/tr"))
    assert table.xpath("caption")


def test_cells_carry_the_labels_that_cards_show():
    table = drawn().xpath("//table[contains(@class, 'cities')]")[0]

    assert {cell.get("data-label") for cell in table.xpath(".//td")} == {
        "Policy responses",
        "Challenges",
    }


def test_row_gives_country_representative_services_and_answers():
    row = drawn().xpath("//tr[@id='city-sousse']")[0]

    assert text(row.xpath(".//*[@class='country']")[0]) == "Tunisia"
    assert "Amel Ben Youssef" in text(row.xpath("th")[0])
    assert [text(item) for item in row.xpath("td[1]//ul[@class='services']/li")] == [
        "Water and sanitation",
        "Health care",
    ]
    assert "2 cities answer this challenge: Łódź, Αθήνα" in text(row.xpath("td[2]")[0])


def test_row_says_when_a_city_gave_nothing():
    assert text(drawn().xpath("//tr[@id='city-coast']/td[1]")[0]) == "None given"


def test_source_is_a_link_only_when_it_is_an_address():
    row = make_document().rows[0]
    responses = (
        PublishedResponse(1, parse("a", "en"), source="https://example.org/a"),
        PublishedResponse(2, parse("b", "en"), source="javascript:alert(1)"),
    )

    tree = drawn(make_document(rows=(replace(row, responses=responses),)))

    hrefs = tree.xpath("//*[@class='entry-source']//a/@href")
    assert hrefs == ["https://example.org/a"]
    assert text(tree.xpath("//*[@id='response-2']//*[@class='entry-source']")[0]) == (
        "Source: javascript:alert(1)"
    )


def test_chart_is_told_in_words_and_in_a_table_of_all_figures():
    tree = drawn()

    first = tree.xpath("//ol[@class='ratings']/li")[0]
    assert text(first) == "1 Health care 4.75 out of 5"
    spread, *drawings = sorted(first.xpath(".//svg"), key=lambda svg: svg.get("aria-hidden", ""))
    assert spread.get("role") == "img"
    assert spread.get("aria-label")
    assert [svg.get("aria-hidden") for svg in drawings] == ["true"]
    row = tree.xpath("//table[@class='numbers']/tbody/tr")[0]
    assert [text(cell) for cell in row] == [
        "1", "Health care", "4.75", "0", "0", "2", "9", "41", "3", "52",
    ]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_chart_is_drawn_with_points_whatever_the_language_writes(language):
    tree = drawn(make_document(language))

    widths = tree.xpath("//*[local-name()='rect'][@class='bar']/@width")

    assert len(widths) == 5
    assert all(0 <= float(width) <= 100 for width in widths)
    strips = tree.xpath("//*[local-name()='svg'][@class='rating-spread']")
    assert len(strips) == 5
    for strip in strips:
        assert sum(map(float, strip.xpath("*/@width"))) == pytest.approx(100, abs=0.5)


def test_quotations_are_set_as_quotations_with_their_speaker():
    quotations = drawn().xpath("//figure[blockquote]")

    assert [text(figure.xpath("figcaption")[0]) for figure in quotations] == [
        "Maren ÖztürkSecretary of the Table",
        "Tiago d’ÁvilaHydrologist, University of the Delta",
    ]


def test_axes_lead_to_their_themes_and_points_to_their_evidence():
    tree = drawn()

    assert tree.xpath("//ol[@class='axes']//a/@href") == ["#axis-1", "#axis-2"]
    assert tree.xpath("//*[@id='point-1']//p[@class='evidence']/a/@href") == ["#response-104"]


def test_text_in_another_language_carries_it_and_says_so():
    cell = drawn().xpath("//*[@id='challenge-299']")[0]

    assert text(cell.xpath("p[@class='only-in']")[0]).endswith("only.")
    assert cell.xpath("div/@lang") == ["pt"]


def test_texts_of_people_are_escaped_everywhere():
    evil = '<img src=x onerror="alert(1)">'
    document = make_document()
    event = replace(document.event, title=Phrase("en", evil))
    quotation = replace(document.quotations[0], speaker=evil, text=parse(evil, "en"))
    row = replace(document.rows[0], representative=evil)
    axis = replace(
        document.axes[0],
        heading=Phrase("en", evil),
        points=(KeyPoint(1, parse(evil, "en"), Phrase("en", evil)),),
    )
    series = replace(document.series, hashtag=evil, contact=evil)

    tree = drawn(
        replace(
            document, event=event, quotations=(quotation,), rows=(row,), axes=(axis,), series=series
        )
    )

    assert tree.xpath("//img | //@onerror") == []
    assert text(tree.xpath("//h1")[0]) == evil


def test_bare_note_leaves_out_what_it_does_not_have():
    tree = drawn(make_bare_document())

    assert tree.xpath("//section | //table | //figure | //ul[@class='figures']/li") == []
    assert tree.xpath("//h1")


def test_long_note_stays_small():
    """The budget for a first visit is 30 KB; a note of sixty cities with its styles comes near."""
    usual = len(gzip.compress(render(make_document(), make_stamp())))

    assert usual < 16_000
    assert len(gzip.compress(render(make_long_document(cities=60), make_stamp()))) < 30_000
