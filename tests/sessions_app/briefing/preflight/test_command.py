"""The command that checks a note."""

import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from sessions_app.briefing.preflight.explanations import EXPLANATIONS
from tests.factories import make_full_session


def test_findings_are_printed(db, capsys):
    session = make_full_session(languages=["en"], closing_text_en="We look at at housing.")

    call_command("preflight", session.slug)

    printed = capsys.readouterr().out
    assert printed == "warning: The way forward [en]: “at at”: the word is there twice.\n"


def test_findings_are_printed_as_json_and_errors_fail(db, capsys):
    session = make_full_session(languages=["en"], closing_text_en="On " + "X" * 3)

    with pytest.raises(CommandError, match="1"):
        call_command("preflight", session.slug, "--json")

    (found,) = json.loads(capsys.readouterr().out)
    assert {key: found[key] for key in ("severity", "code", "language", "place", "passage")} == {
        "severity": "error",
        "code": "placeholder",
        "language": "en",
        "place": "The way forward",
        "passage": "X" * 3,
    }


def test_session_that_is_not_there_is_told(db):
    with pytest.raises(CommandError, match="nowhere"):
        call_command("preflight", "nowhere")


def test_every_explanation_says_how_to_mend():
    assert all(str(one.mend) for one in EXPLANATIONS.values())
