"""The table of cities and the facts beside a text, which every format walks."""

from dataclasses import replace
from datetime import date

from django.utils import translation

from cities.public.city_table import city_table, entries_of
from cities.public.facts import arranged
from cities.wording.published_row import (
    AnsweredChallenge,
    CityName,
    PublishedChallenge,
    PublishedResponse,
    PublishedRow,
    PublishedUpdate,
    ServiceName,
    SessionRow,
    row_from_data,
    row_to_data,
)
from llex.core.text import Phrase, parse

SERVICE = ServiceName("water", Phrase("en", "Water"))
RESPONSE = PublishedResponse(
    id=5,
    text=parse("We open wells.", "en"),
    title=Phrase("en", "Wells"),
    services=(SERVICE,),
    since=date(2020, 3, 4),
    source="see example.org and www.example.org/a",
    answers=(8,),
    update=PublishedUpdate("changed", date(2020, 9, 1), parse("Forty now.", "en")),
)


def make_row(slug, **values):
    name = CityName(slug, Phrase("en", slug.title()))
    return PublishedRow(name, "PT", Phrase("en", "Portugal"), "Ana", None, **values)


def make_rows():
    challenge = PublishedChallenge(8, parse("No water.", "en"), (), (CityName("a", "A"),))
    return (make_row("a", responses=(RESPONSE,)), make_row("b", challenges=(challenge,)))


def make_session_row(**values):
    row = make_rows()[0]
    known = {name: getattr(row, name) for name in row.__dataclass_fields__}
    return SessionRow(**known | values, language="en", session=Phrase("en", "Session"))


def facts_of(entry):
    return [(one.name, one.label, one.line()) for one in entry.facts]


def test_facts_are_said_once_with_label_value_and_address():
    with translation.override("en"):
        table = city_table("en", make_rows())

    response = table.rows[0].cells[1][1].entries[0]
    assert facts_of(response) == [
        ("since", "", "Since 4 March 2020"),
        ("services", "Services", "Water"),
        ("answers", "", "Answers a challenge of: B"),
        ("source", "Source", "see example.org and www.example.org/a"),
        ("update", "Changed since, says the city on 1 September 2020.", ""),
    ]
    assert response.facts[3].values[0].address == ""
    assert [type(node).__name__ for node in response.facts[3].values[0].nodes()][-1] == "Link"
    assert facts_of(table.rows[1].cells[2][1].entries[0]) == [
        ("answered_by", "", "1 city answers this challenge: A")
    ]


def test_an_address_as_a_whole_leads_somewhere_and_no_script_does():
    for source, address in (("https://a.org/b", "https://a.org/b"), ("javascript:alert(1)", "")):
        row = make_row("a", responses=(replace(RESPONSE, source=source),))
        entry = city_table("en", (row,)).rows[0].cells[1][1].entries[0]
        assert [one.values[0].address for one in entry.facts if one.name == "source"] == [address]


def test_facts_of_a_city_page_lead_to_other_pages():
    there = AnsweredChallenge(8, CityName("b", Phrase("en", "B")))
    with translation.override("en"):
        responses, _challenges = entries_of(make_session_row(answered=(there,)))

    facts = {one.name: one for one in responses.entries[0].facts}
    assert facts["services"].values[0].address == "/en/cities/?service=water"
    assert facts["answers"].values[0].address == "/en/cities/b/#challenge-8"


def test_arranged_puts_some_facts_first_and_leaves_the_others():
    facts = city_table("en", make_rows()).rows[0].cells[1][1].entries[0].facts

    names = [one.name for one in arranged(facts, "update", "source")]

    assert names == ["update", "source", "since", "services", "answers"]


def test_row_of_a_projection_survives_its_journey_as_json():
    row = make_session_row(answered=(AnsweredChallenge(8, CityName("b", Phrase("en", "B"))),))

    assert row_from_data(row_to_data(row)) == row


def test_row_written_before_answers_were_ids_is_still_read():
    there = AnsweredChallenge(8, CityName("b", Phrase("en", "B")))
    row = make_session_row(answered=(there,))
    old = row_to_data(row)
    del old["has_consent"]
    old["responses"][0]["answers"] = old.pop("answered")

    assert row_from_data(old) == row
