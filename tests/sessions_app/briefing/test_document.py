"""Editions of earlier versions of the document are still read and rendered."""

import json
from dataclasses import replace

import pytest

from sessions_app.briefing.document import SCHEMA, from_data, to_data
from sessions_app.briefing.render import FORMATS, render
from tests.factories_document import make_document, make_stamp

LISTS = ("responses", "challenges", "has_consent", "photographs", "coordinates")
# What notes of before have not: credits, coordinates, and what is printed about a series.
OF_FOURTH = {
    "": ("credits",),
    "rows": ("coordinates",),
    "series": ("issn", "number", "disclaimer"),
}
# The fields that documents of a version did not have yet, by the list that their objects are in.
ABSENT = {
    "llex-note/1": {
        "consultations": ("kind", "words", "reopened", "code"),
        **OF_FOURTH,
        "rows": ("has_consent", "photographs", "coordinates"),
        "responses": ("update",),
        "": ("withdrawn", "credits"),
        "event": ("countries", "continents"),
    },
    "llex-note/2": {
        **OF_FOURTH,
        "rows": ("photographs", "coordinates"),
        "event": ("countries", "continents"),
    },
    "llex-note/3": OF_FOURTH,
}


def make_old(version):
    data = json.loads(json.dumps(to_data(make_document())))
    absent = ABSENT[version]
    responses = [response for row in data["rows"] for response in row["responses"]]
    for name, objects in (
        ("consultations", data["consultations"]),
        ("rows", data["rows"]),
        ("responses", responses),
        ("", [data]),
        ("event", [data["event"]]),
        ("series", [data["series"]]),
    ):
        for one in objects:
            for key in absent.get(name, ()):
                one.pop(key, None)
    return data | {"schema": version}


@pytest.mark.parametrize("version", list(ABSENT))
def test_document_of_an_earlier_version_is_read_as_it_was(version):
    document = from_data(make_old(version))

    assert document.schema == version
    assert [replace(row, coordinates=None) for row in make_document().rows] == list(document.rows)
    assert to_data(document)["schema"] == version


def test_note_of_the_third_version_is_the_same_when_written_again():
    """Its checksum is that of its data: nothing may be added to them."""
    old = make_old("llex-note/3")

    assert to_data(from_data(old)) == old


@pytest.mark.parametrize("name", list(FORMATS))
def test_document_of_the_first_version_is_rendered_in_every_format(name):
    old = from_data(make_old("llex-note/1"))

    assert len(render(name, old, make_stamp())) > 1000


def test_json_of_a_document_changes_only_with_its_version():
    """A new key in the JSON needs a new version in `SCHEMA`; then extend this list too."""
    data = to_data(make_document())
    row = data["rows"][0]

    assert (SCHEMA, list(row), list(row["responses"][0]), list(row["challenges"][0])) == (
        "llex-note/4",
        [*("city", "country_code", "country", "representative", "position"), *LISTS],
        ["id", "text", "title", "services", "since", "source", "answers", "update"],
        ["id", "text", "services", "answered_by"],
    )
