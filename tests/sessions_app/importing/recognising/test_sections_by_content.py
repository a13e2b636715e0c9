"""Sections under headings in words that no vocabulary has are known by what is in them."""

import pytest

from sessions_app.importing.city_gazetteer import CityGazetteer
from sessions_app.importing.reading import plain, read
from sessions_app.importing.recognising import recognise

pytestmark = pytest.mark.usefixtures("gazetteer")
NOTE = """# Briefing note: Roofs that cool

25 March 2020

## Introduction

The cities met to speak of heat, and of the people who cannot leave their homes when it comes.

## {cities}

Three of them told what they do.

{table}

## {themes}

Two lines were underlined twice.

1. Count and warn
2. Plant for those who come later

### Count and warn

- **Knock on doors:** a list of those who live alone is worth a hundred posters.
- **Name the danger:** what has a name can be warned of.

### Plant for those who come later

- **Water for two summers:** half of all young trees die for want of it.

## {last}

The next session is on 1 April 2020 and is about schools.
"""
TABLE = """| City | Responses | Challenges |
|---|---|---|
| Lima | Water is brought by lorry. | Roads are steep. |
| Nairobi | Tanks stand in each ward. | Rent is paid by the day. |
| Lisbon | Holiday flats are let. | Owners wait. |"""
CARDS = """### Lima

Responses:

- Water is brought by lorry.

### Nairobi

Responses:

- Tanks stand in each ward."""


def recognised(table=TABLE, cities="Who came along", themes="On the whiteboard", last="Until then"):
    text = NOTE.format(cities=cities, themes=themes, last=last, table=table)
    return recognise(read(text.encode(), "n.md"), language="en", gazetteer=CityGazetteer())


@pytest.mark.parametrize("table", [TABLE, CARDS])
def test_cities_themes_and_closing_are_found(table):
    note = recognised(table)

    assert [row.name for row in note.rows][:2] == ["Lima", "Nairobi"]
    assert [(theme.statement, len(theme.points)) for theme in note.themes] == [
        ("Count and warn", 2), ("Plant for those who come later", 1)
    ]  # fmt: skip
    assert note.sections == ["introduction", "front_line", "vision", "closing"]
    said = {name: " ".join(map(plain, texts)) for name, texts in note.texts.items()}
    assert said["front_line"] == "Three of them told what they do."
    assert said["vision"] == "Two lines were underlined twice."
    assert said["closing"].startswith("The next session")
    assert note.kept == []


def test_heading_over_nothing_of_the_kind_stays_text():
    note = recognised(table="Nothing else was said.", cities="A day in the rain")

    assert note.sections == ["introduction", "vision", "closing"]
    assert "A day in the rain" in [one.text for one in note.kept]


def test_known_words_come_first():
    note = recognised(cities="Policy responses", themes="Shared vision", last="Next steps")

    assert note.sections == ["introduction", "front_line", "vision", "closing"]
    assert len(note.rows) == 3
