"""“In short”: the findings, and what is computed beside them."""

from dataclasses import replace

import pytest
from django.utils import translation

from llex.core.text import parse, to_markdown
from sessions_app.briefing import summary
from sessions_app.briefing.checksums import document_checksum
from sessions_app.briefing.compose.note import compose_all
from sessions_app.briefing.document import from_data, to_data
from sessions_app.briefing.editions import publish
from sessions_app.briefing.render import FORMATS
from sessions_app.models import EditionDocument
from tests.factories import in_all, make_full_session
from tests.factories_document import make_document, make_stamp

FINDINGS = ("Wells held where mains broke.", "Trust came back last.")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("One.\nTwo.\nThree.", "1. One.\n2. Two.\n3. Three."),
        ("One.\n\nTwo.", "1. One.\n2. Two."),
        ("- One.\n- Two.", "1. One.\n2. Two."),
        ("7. One.\n8. Two.", "7. One.\n8. Two."),
        ("They agreed:\n\n- One.\n- Two.", "They agreed:\n\n1. One.\n2. Two."),
        (
            "**One** of\n[two](https://example.org)",
            "1. **One** of\n2. [two](<https://example.org>)",
        ),
    ],
)
def test_findings_are_numbered_however_they_were_typed(typed, shown):
    assert to_markdown(summary.findings_list(parse(typed, "en"))) == shown


def test_findings_are_counted():
    assert summary.count_findings(summary.findings_list(parse("One.\nTwo.", "en"))) == 2
    assert summary.count_findings(None) == 0
    assert summary.findings_list(None) is None


def test_note_begins_with_its_findings_in_each_language(db):
    documents = compose_all(make_full_session())

    assert to_markdown(documents["fr"].summary).startswith("1. One finding\n2. A second one")


@pytest.mark.parametrize("name", ["html", "md", "docx", "json", "pdf"])
def test_every_format_prints_the_findings(name):
    made = FORMATS[name].render(make_document(), make_stamp())

    if name in ("html", "md", "json"):
        assert all(finding in made.decode() for finding in FINDINGS)
    else:
        assert made != FORMATS[name].render(make_document(summary=None), make_stamp())


def test_notes_without_a_summary_keep_their_data_and_their_checksum():
    document = make_document(summary=None)
    data = to_data(document)

    assert "summary" not in data
    assert from_data(data) == document
    assert document_checksum(document) != document_checksum(make_document())


def test_figures_say_how_many_challenges_were_answered():
    document = make_document()

    assert summary.figures(document)[-1] == ("5", "challenges, 1 of them answered")
    assert summary.figures(replace(document, rows=())) == []


def test_highest_rated_services_have_the_scores_of_their_middle_half():
    top = summary.top_rated(make_document())

    assert top.number == 1
    assert [(one.item.service.slug, one.band.low, one.band.high) for one in top.items] == [
        ("health", 5, 5),
        ("water", 4, 5),
        ("food", 4, 5),
    ]
    assert summary.spread(top.items[0]) == ("Mean 4.75 out of 5; at least half of the ballots: 5")
    assert "4 to 5" in summary.spread(top.items[1])


def test_band_of_equal_scores_is_still_seen():
    band = summary.top_rated(make_document()).items[0].band

    assert band.x + band.width == 100
    assert band.width > 0


def test_nothing_is_said_of_ratings_where_there_are_none():
    document = make_document(consultations=())

    assert summary.top_rated(document) is None
    assert summary.priorities_line(document) == ""


def test_line_of_other_formats_names_the_highest_rated():
    with translation.override("en"):
        line = summary.priorities_line(make_document())

    assert line.startswith("Rated most important, out of 5: Health care 4.75")


def test_notes_are_listed_with_their_findings_or_else_with_how_they_begin(db):
    def listed_as(**texts):
        session = make_full_session(**texts)
        publish(session, override="as it is")
        return EditionDocument.objects.get(edition__session=session, language="en").summary

    begin = in_all("introduction", "We met in the spring.")
    without = dict.fromkeys(in_all("summary", ""), "")
    assert listed_as(**begin, **without) == "We met in the spring. (en)"
    found = in_all("summary", "1. Rents wait.\n2. Markets stay open.")
    assert listed_as(**begin, **found) == "Rents wait. Markets stay open. (en)"
