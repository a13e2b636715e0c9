"""The country of a city is asked where it is missing, or where two countries have such a city."""

import pytest

from cities.models import City
from sessions_app.models import LearningSession
from tests.sessions_app.importing.test_note_page import (
    fields,
    send,
    take_over,
)

pytestmark = pytest.mark.usefixtures("gazetteer")
NOTE = """# Briefing note: Water for all

25 March 2020

## Policy responses

| City | Responses | Challenges |
|---|---|---|
| Lalitpur | The city mends wells in every ward of the old town. | Money is short. |
| Lima | The city brings water by lorry to the hills. | Roads are steep. |
| Smallharbourton | The city keeps the harbour open for boats with food. | Storms. |

## Closing

We meet again soon.
"""


@pytest.fixture
def address(signed_in, series):
    return send(signed_in, NOTE.encode(), "note.md", series=series).url


def asked(page):
    return {field.city: field for field in page.context["countries"]}


def test_only_what_is_missing_or_unsure_is_asked(signed_in, address):
    found = asked(signed_in.get(address))

    assert list(found) == ["Lalitpur", "Smallharbourton"]
    assert {code for code, _name in found["Lalitpur"].likely} == {"IN", "NP"}
    assert found["Smallharbourton"].likely == []
    assert ("NP", "Nepal") in found["Smallharbourton"].others


def test_country_that_is_chosen_gives_the_place_and_keeps_the_name(signed_in, address):
    where = {name: field.where for name, field in asked(signed_in.get(address)).items()}
    chosen = {
        f"country-{where['Lalitpur']}": "NP",
        f"country-{where['Smallharbourton']}": "GB",
    }
    signed_in.post(address, {**fields(signed_in.get(address)), **chosen})

    page = signed_in.get(address)
    assert asked(page)["Lalitpur"].chosen == "NP"
    assert not [text for text in page.context["note"].remarks if "Lalitpur" in text]
    take_over(signed_in, address)

    assert LearningSession.objects.get().contributions.count() == 3
    lalitpur = City.objects.get(name_en="Lalitpur")
    assert (lalitpur.country.code, lalitpur.geoname_id) == ("NP", 1282931)
    assert City.objects.get(name_en="Smallharbourton").country.code == "GB"


def test_what_is_no_country_is_as_not_answered(signed_in, address):
    where = asked(signed_in.get(address))["Lalitpur"].where

    signed_in.post(address, {**fields(signed_in.get(address)), f"country-{where}": "Narnia"})

    assert asked(signed_in.get(address))["Lalitpur"].chosen == ""


def test_country_that_is_written_is_not_asked(signed_in, series):
    note = NOTE.replace("| Lalitpur |", "| Lalitpur (Nepal) |")
    page = signed_in.get(send(signed_in, note.encode(), "note.md", series=series).url)

    assert list(asked(page)) == ["Smallharbourton"]
