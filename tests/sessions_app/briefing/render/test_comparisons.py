"""Changes since the session before and differences between groups, in every format and language."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from llex.core.text import Phrase
from priorities.charts.spread import signed
from priorities.results.published import EarlierMean, ResultGroup
from sessions_app.briefing.render import render
from sessions_app.briefing.result_comparisons import change_basis, group_tables
from sessions_app.briefing.result_tables import result_table
from tests.factories_document import (
    _Texts,
    make_choice_consultation,
    make_consultation,
    make_document,
    make_stamp,
)
from tests.sessions_app.briefing.render.reading import (
    docx_text,
    elements,
    pdf_text,
    read_docx,
    read_pdf,
)

LANGUAGES = ("en", "fr", "es", "ar")
PAPER = ("pdf", "docx", "md")


def make_groups(*values):
    """Two groups of voters, each with the figures of services in one of *values*."""
    codes = [("en",), ("ar", "fr")]
    return tuple(
        ResultGroup("language", code, ballots, figures)
        for code, ballots, figures in zip(codes, (30, 25), values, strict=True)
    )


def make_compared(language="en", **overrides):
    """Ratings with a session before for the first service, and two groups of voters."""
    rated = make_consultation(_Texts(language), **overrides)
    first, *others = rated.items
    title = Phrase(language, "ZZ4")
    earlier = EarlierMean(mean=4.25, session="before", title=title, day=date(2021, 5, 3))
    groups = make_groups({"health": 4.25, "water": 3.5}, {"health": 3.75, "water": 4.5})
    return replace(rated, items=(replace(first, earlier=earlier), *others), groups=groups)


def make_note(*consultations, language="en"):
    return make_document(language, consultations=consultations, rows=(), axes=())


def readable(name, content):
    readers = {"pdf": pdf_text, "docx": docx_text}
    found = readers.get(name, bytes.decode)(content)
    return "".join(found.replace("\u200e", "").split())


def wanted(*texts):
    return ["".join(str(text).replace("\u200e", "").split()) for text in texts]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["html", *PAPER])
def test_format_tells_the_change_its_basis_and_the_groups(name, language):
    result = make_compared(language)

    found = readable(name, render(name, make_note(result, language=language), make_stamp()))

    with translation.override(language):
        (table,) = group_tables(result)
        figures = wanted(
            signed(0.5), *(cell.text for row in table.rows for cell in row.cells), "ZZ4"
        )
        words = wanted(change_basis(result), table.title, *table.names, table.remark)
    # Arabic comes back from a PDF in the order of its glyphs, so only figures are looked for.
    told = figures if (name, language) == ("pdf", "ar") else [*figures, *words]
    assert [text for text in told if text not in found] == []


@pytest.mark.parametrize("name", PAPER)
def test_format_without_a_session_before_or_groups_has_neither(name):
    found = readable(name, render(name, make_note(make_consultation()), None))

    assert "Change" not in found
    assert "Differences" not in found


@pytest.mark.parametrize("name", ["html", *PAPER])
def test_choices_are_told_by_group_as_shares(name):
    choice = make_choice_consultation(
        groups=make_groups({"water": 81.0, "health": 23.0}, {"water": 52.0, "health": 64.0})
    )

    found = readable(name, render(name, make_note(choice), None))

    assert [text for text in ("81%", "23%", "52%", "64%") if text not in found] == []


def test_service_that_may_not_be_split_is_in_no_table_of_groups():
    (table,) = group_tables(make_compared())

    assert [str(row.name) for row in table.rows] == ["Health care", "Water and sanitation"]
    assert [cell.share for cell in table.rows[0].cells] == [0.8125, 0.6875]


def test_service_without_a_session_before_has_a_dash():
    table = result_table(make_compared())

    assert [row.cells[3] for row in table.rows] == ["\u200e+0.50", "–", "–", "–", "–"]
    assert table.columns[3].head == "Change"


@pytest.mark.parametrize("scale", [2, 4, 5, 9, 10])
@pytest.mark.parametrize("has_changes", [True, False])
def test_columns_fill_the_page_and_leave_room_for_the_services(scale, has_changes):
    make = make_compared if has_changes else make_consultation
    columns = result_table(make(scale=scale)).columns

    assert sum(column.width for column in columns) == 166
    assert columns[1].width >= 24


@pytest.mark.parametrize("name", ["pdf", "docx"])
def test_groups_are_a_table_of_their_own(name):
    content = render(name, make_note(make_compared()), None)

    if name == "pdf":
        tables = [one for one in elements(read_pdf(content)) if one["/S"] == "/Table"]
    else:
        tables = read_docx(content).tables
    assert len(tables) == 2
