"""Blocks of which somebody says what they are, and the note that comes of it."""

from datetime import date

import pytest

from sessions_app.importing.reading import plain, read
from sessions_app.importing.reading.stored import from_data, numbered, to_data
from sessions_app.importing.recognising import recognise_labelled
from sessions_app.importing.recognising.labels import KINDS, Label, Labels
from tests.sessions_app.importing.conftest import NOTES

NOTE = """# Briefing note: Roofs

8 April 2020

## Introduction

We met from home.

Ana Torres, Mayor of Lima

“We stand together in this” – Ana Torres, Mayor

## The front line

Lima – Ana Torres, Mayor: Tents are put up.

Rent is suspended.

Landlords complain.

| Municipality | Who | What is done | What is hard |
|---|---|---|---|
| Sevilla | Rosa Díaz, councillor | Taxis bring food | The old are alone |

## Shared vision

We share this.

Care for all

Care is a right.

**Neighbours**: they help.

It also goes on.
"""


class Nowhere:
    def find(self, name, country=""):
        return ()


def recognised(labels, text=NOTE, **typed):
    """Recognise *text* with labels by the beginnings of their blocks."""
    reading = numbered(read(text.encode(), "note.md"))
    places = {
        next(one.where for one in reading.blocks if plain(one).startswith(start)): label
        for start, label in labels.items()
    }
    columns = {where: label for where, label in places.items() if isinstance(label, tuple)}
    told = {where: Label.parse(label) for where, label in places.items() if where not in columns}
    return recognise_labelled(
        reading, language="en", gazetteer=Nowhere(), labels=Labels(told, columns, **typed)
    )


def texts(note, section):
    return [plain(block) for block in note.texts[section]]


def test_values_are_parsed_or_refused():
    assert Label.parse("text:vision") == Label("text", "vision")
    assert Label.parse("city") == Label("city")
    for value in ("", "text", "city:vision", "text:nowhere", "nonsense", "heading:"):
        assert Label.parse(value) is None
    assert len(KINDS) == len(set(KINDS))


def test_title_and_date_are_taken_from_other_lines():
    note = recognised({"We met": "title", "Briefing note": "text:closing"})

    assert note.title == "We met from home."
    assert "Briefing note: Roofs" in texts(note, "closing")

    text = NOTE.replace("We met from home.", "On 9 May 2021")
    note = recognised({"On 9 May": "date", "8 April": "out"}, text)
    assert note.held_on == date(2021, 5, 9)
    assert [one.text for one in note.dropped] == ["8 April 2020"]


def test_line_without_a_date_stays_and_is_remarked():
    note = recognised({"We met": "date"})

    assert "We met from home." in texts(note, "introduction")
    assert any("no date" in remark for remark in note.remarks)


def test_series_and_tagline():
    note = recognised({"We met": "series", "Ana Torres": "tagline"})

    assert (note.series_title, note.tagline) == ("We met from home.", "Ana Torres, Mayor of Lima")


def test_typed_title_and_date_replace_what_is_written():
    note = recognised({}, title="Roofs for all", held_on=date(2020, 4, 9))

    assert (note.title, note.held_on) == ("Roofs for all", date(2020, 4, 9))
    assert [one.text for one in note.dropped] == ["Roofs", "8 April 2020"]


def test_heading_begins_its_section_whatever_it_looks_like():
    note = recognised({"Landlords": "heading:closing"})

    assert "closing" in note.sections
    assert "Landlords complain." not in texts(note, "front_line")


def test_heading_that_is_none_stays_as_text():
    note = recognised({"Shared vision": "text:front_line"})

    assert "vision" not in note.sections
    assert "Shared vision" in texts(note, "front_line")


def test_text_goes_where_it_belongs_in_the_order_of_the_file():
    note = recognised({"Rent is": "text:introduction"})

    assert texts(note, "introduction")[-1] == "Rent is suspended."


def test_city_with_its_response_and_challenge():
    note = recognised({"Lima –": "city", "Rent is": "response", "Landlords": "challenge"})

    row = note.rows[0]
    assert (row.name, row.representative.name) == ("Lima", "Ana Torres")
    assert list(map(str, row.responses)) == ["Tents are put up.", "Rent is suspended."]
    assert list(map(str, row.challenges)) == ["Landlords complain."]


def test_representative_of_a_city_in_a_line_of_its_own():
    text = NOTE.replace("Lima – Ana Torres, Mayor: Tents are put up.", "Lima\n\nAna Torres, Mayor")
    note = recognised({"Lima": "city", "Rent is": "response"}, text)
    assert note.rows[0].name == "Lima"

    reading = numbered(read(text.encode(), "note.md"))
    after = next(one.where for one in reading.blocks if plain(one) == "Lima") + 1
    labels = {after - 1: Label("city"), after: Label("representative")}
    note = recognise_labelled(reading, language="en", gazetteer=Nowhere(), labels=Labels(labels))
    assert note.rows[0].representative.name == "Ana Torres"


@pytest.mark.parametrize("kind", ["response", "challenge"])
def test_response_without_a_city_stays_as_text(kind):
    note = recognised({"We met": kind})

    assert "We met from home." in texts(note, "front_line")
    assert any("No city" in remark for remark in note.remarks)


def test_columns_and_head_of_a_table_in_unknown_words():
    columns = ("city", "representative", "responses", "challenges")
    reading = numbered(read(NOTE.encode(), "note.md"))
    rows = [one.where for one in reading.blocks if "Sevilla" in plain(one) or "Who" in plain(one)]
    labels = Labels({rows[0]: Label("head")}, dict.fromkeys(rows, columns))

    note = recognise_labelled(reading, language="en", gazetteer=Nowhere(), labels=labels)

    row = note.rows[0]
    assert (row.name, row.representative.name) == ("Sevilla", "Rosa Díaz")
    assert list(map(str, row.challenges)) == ["The old are alone"]


def test_single_row_is_a_city_by_its_number_of_cells():
    note = recognised({"Sevilla": "city", "Municipality": "head"})

    assert note.rows[0].name == "Sevilla"
    assert list(map(str, note.rows[0].responses)) == ["Taxis bring food"]


def test_participant_quotation_and_question():
    note = recognised({"Ana Torres": "participant", "“We stand": "quote", "Landlords": "question"})

    assert note.attendees[-1].person.name == "Ana Torres"
    assert note.quotations[0].speaker.name == "Ana Torres"
    assert note.questions[0].text == "Landlords complain."


def test_quotation_without_quotation_marks_or_without_a_speaker():
    text = NOTE.replace("We met from home.", "We hold out together – Ana Torres, Mayor")
    note = recognised({"We hold": "quote", "“We stand": "out"}, text)
    assert str(note.quotations[0].text) == "We hold out together"

    note = recognised({"We met": "quote"})
    assert "We met from home." in texts(note, "introduction")
    assert any("No speaker" in remark for remark in note.remarks)


def test_theme_takes_the_points_after_it():
    note = recognised({"Care for all": "theme", "Neighbours": "point", "It also": "more"})

    theme = note.themes[0]
    assert theme.heading == "Care for all"
    assert theme.points[0].lead == "Neighbours"
    assert [plain(one) for one in theme.points[0].blocks] == ["they help.", "It also goes on."]


def test_axis_finds_its_theme():
    note = recognised({"We share": "axis", "Care for all": "theme", "Care is": "axis"})

    assert [theme.statement for theme in note.themes] == ["We share this", "Care is a right"]


def test_point_without_a_theme_stays_as_text():
    text = NOTE.replace("**Neighbours**: they help.", "").replace("Care for all", "So we care.")
    note = recognised({"We share": "point"}, text)

    assert "We share this." in texts(note, "vision")


def test_what_is_left_out_is_counted_as_left_out():
    note = recognised({"Landlords": "out", "Sevilla": "out"})

    assert "Landlords complain." in [one.text for one in note.dropped]
    assert not note.rows


@pytest.mark.parametrize("name", ["housing-en.md", "mercados-es.html", "buses-en.txt"])
def test_reading_survives_being_stored(name):
    reading = read((NOTES / name).read_bytes(), name)

    assert from_data(to_data(reading)) == reading
    assert [one.where for one in numbered(reading).blocks] == list(
        range(1, len(reading.blocks) + 1)
    )
