"""The JSON of notes is what its published schema says."""

import json

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from sessions_app.briefing.compose.note import compose_all
from sessions_app.briefing.document import SCHEMA
from sessions_app.briefing.render import render
from tests.factories import make_full_session
from tests.factories_document import make_bare_document, make_document, make_stamp

ADDRESS = "/data/schemas/llex-note-4.json"


@pytest.fixture
def validator(client):
    schema = json.loads(client.get(ADDRESS).content)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=FormatChecker())


def errors(validator, document, stamp=None):
    return [
        one.message for one in validator.iter_errors(json.loads(render("json", document, stamp)))
    ]


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
@pytest.mark.parametrize("stamp", [None, make_stamp()])
def test_notes_are_valid(validator, language, stamp):
    assert errors(validator, make_document(language), stamp) == []


def test_bare_and_composed_notes_are_valid(validator, db):
    assert errors(validator, make_bare_document()) == []
    for document in compose_all(make_full_session()).values():
        assert errors(validator, document, make_stamp()) == []


def test_schema_stays_where_notes_of_the_third_version_look_for_it(client):
    schema = json.loads(client.get("/data/schemas/llex-note-3.json").content)
    data = json.loads(render("json", make_bare_document(), make_stamp()))
    data["note"]["schema"] = "llex-note/3"

    assert list(Draft202012Validator(schema).iter_errors(data)) == []


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda data: data["note"].pop("language"), "language"),
        (lambda data: data["note"]["event"].update(number="seven"), "seven"),
        (lambda data: data["edition"].pop("checksum"), "checksum"),
        (lambda data: data["note"].update(schema="llex-note/9"), "llex-note/9"),
        (lambda data: data.update(further=1), "further"),
    ],
)
def test_other_data_are_not(validator, change, what):
    data = json.loads(render("json", make_document(), make_stamp()))
    change(data)

    assert any(what in one.message for one in validator.iter_errors(data))


def test_schema_has_the_address_that_files_name(client, settings):
    schema = json.loads(client.get(ADDRESS).content)

    named = json.loads(render("json", make_document(), make_stamp()))["$schema"]
    assert schema["$id"] == named == f"{settings.SITE_URL}{ADDRESS}"
    assert ADDRESS.endswith(f"{SCHEMA.replace('/', '-')}.json")


def test_schema_may_be_kept_and_read_by_other_sites(client):
    answer = client.get(ADDRESS)

    assert answer["Content-Type"] == "application/schema+json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "max-age=3600" in answer["Cache-Control"]
    assert client.post(ADDRESS).status_code == 405
