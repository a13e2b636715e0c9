"""Title pages that name their parts, and lists of people."""

import pytest

from tests.sessions_app.importing.run import imported, run

pytestmark = pytest.mark.usefixtures("gazetteer")

NOTE = """\
Series: Cities that share water

Title: Keeping the taps open

Tagline: a tap in every home

Held on 8 April 2020

#WaterForAll

# Introduction

Forty-two people took part. The session was chaired by **Ana Torres**, Mayor of Lima, and
**Omar Diallo**, head of the water utility of Dakar. Water keeps a city alive even when most of its
people stay at home, and nobody can wash their hands without it.

# Participants

- Grace Wanjiru, director of water, Nairobi
- Rui Esteves, deputy mayor of Lisbon

# The way forward

Follow us: the next session will continue.
"""


@pytest.fixture
def note(tmp_path):
    path = tmp_path / "note.md"
    path.write_text(NOTE)
    return path


def test_labels_say_what_a_line_of_the_title_page_is(note):
    session = imported(note)

    assert session.title_en == "Keeping the taps open"
    assert session.series.title_en == "Cities that share water"
    assert session.series.tagline_en == "a tap in every home"
    assert session.series.hashtag == "WaterForAll"
    assert session.starts_at.date().isoformat() == "2020-04-08"


def test_people_of_a_list_and_of_a_sentence_are_attendees(note):
    session = imported(note)

    found = set(session.participants.values_list("person__name", "position_en", "role"))
    assert found == {
        ("Ana Torres", "Mayor of Lima", "chair"),
        ("Omar Diallo", "head of the water utility of Dakar", "chair"),
        ("Grace Wanjiru", "director of water, Nairobi", "participant"),
        ("Rui Esteves", "deputy mayor of Lisbon", "participant"),
    }
    assert "Grace Wanjiru" not in session.introduction_en


def test_date_apart_from_the_rest_of_a_line_leaves_the_rest(tmp_path):
    path = tmp_path / "note.md"
    path.write_text(NOTE.replace("Held on 8 April 2020", "8 April 2020 | Lima and online"))

    printed = run(path)

    assert "words lost: 0" in printed
    assert "2020-04-08" in printed or "8 April 2020" in printed
