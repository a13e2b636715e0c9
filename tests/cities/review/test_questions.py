"""Questions of the organisers stand beside the field that they are about."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from cities.contributions import autosave
from cities.models import Contribution
from cities.review.questions import questions
from tests.cities.forms.test_contribution import address, typed
from tests.factories import make_contribution, make_invitation, make_session
from tests.factories_cities import grant


@pytest.fixture
def contribution(client, db):
    """Sent back with a question about the text of the second response."""
    contribution = make_contribution(state="submitted", responses=2, original_language="en")
    contribution.request_changes("Since when?", field="responses-1-text")
    grant(client, make_invitation(contribution=contribution))
    return contribution


def fields_of(contribution, draft=None):
    contribution = Contribution.objects.get(pk=contribution.pk)
    asked = questions(contribution, draft or autosave.current_draft(contribution))
    return [question.field for question in asked]


def test_question_stands_beside_its_field_and_describes_it(client, contribution):
    page = client.get(address(contribution)).content.decode()

    assert page.count('id="responses-1-text_note"') == 1
    assert 'id="responses-0-text_note"' not in page
    assert 'aria-describedby="responses-1-text_note responses-1-text_helptext"' in page
    assert page.count("Since when?") == 2
    assert 'href="#responses-1-text"' in page


def test_question_describes_its_field_beside_an_error(client, contribution):
    draft = autosave.current_draft(contribution)
    data = draft.to_form() | {
        "responses-1-text": "x" * 5000,
        "version": contribution.draft_version,
        "do": "submit",
    }

    page = client.post(address(contribution), data, follow=True).content.decode()

    described = "responses-1-text_note responses-1-text_helptext responses-1-text_error"
    assert f'aria-describedby="{described}"' in page


def test_question_about_what_is_folded_away_opens_it(client, db):
    contribution = make_contribution(state="submitted", original_language="en")
    contribution.request_changes("Which services?", field="responses-0-services")
    grant(client, make_invitation(contribution=contribution))

    page = client.get(address(contribution)).content.decode()

    assert page.count('<details class="more-fields" open>') == 1
    assert 'id="responses-0-services_note"' in page


def test_question_goes_with_an_answer_that_is_moved_or_taken_out(contribution):
    draft = autosave.current_draft(contribution)

    assert fields_of(contribution) == ["responses-1-text"]
    assert fields_of(contribution, draft.raising("responses", 1)) == ["responses-0-text"]
    assert fields_of(contribution, draft.removing("responses", 0)) == ["responses-0-text"]
    assert fields_of(contribution, draft.removing("responses", 1)) == [""]


@pytest.mark.parametrize("field", ["", "quote", "representative_name"])
def test_question_about_the_whole_or_a_single_field_keeps_its_name(db, field):
    contribution = make_contribution(state="submitted", original_language="en")
    contribution.request_changes("Please look again.", field=field)

    assert fields_of(contribution) == [field]


def test_question_that_was_answered_is_not_shown_again(client, contribution):
    row = contribution.responses.first()
    data = typed(contribution, do="submit", **{"responses-0-id": row.pk})
    assert client.post(address(contribution), data).status_code == 302
    assert fields_of(contribution) == []
    sent = Contribution.objects.get(pk=contribution.pk)
    sent.request_changes("And how many?", field="")

    page = client.get(address(contribution)).content.decode()

    assert "And how many?" in page
    assert "Since when?" not in page


def test_remark_among_organisers_is_not_shown(client, contribution):
    contribution.review_notes.create(text="Looks doubtful", field="responses-0-text")

    assert "Looks doubtful" not in client.get(address(contribution)).content.decode()


# --- Times ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["contribution_edit", "officer_home"])
def test_times_are_told_where_the_session_is_held(client, db, name):
    due = datetime(2100, 3, 20, 1, 30, tzinfo=UTC)
    session = make_session(
        starts_at=datetime(2100, 3, 25, 14, tzinfo=UTC),
        contributions_due_at=due,
        time_zone="America/Bogota",
    )
    contribution = make_contribution(state="draft", session=session)
    grant(client, make_invitation(contribution=contribution))
    args = [] if name == "officer_home" else [contribution.pk]

    page = client.get(reverse(f"cities:{name}", args=args)).content.decode()

    shown = "19 March 2100, 20:30 (Bogotá time; 20 March, 01:30 UTC)"
    assert shown in " ".join(page.split())
    assert f'data-own-time="{due.isoformat()}"' in page
    assert "js/core/own-time.js" in page


def test_time_of_saving_and_of_a_conflict_are_told_where_the_session_is_held(client, db):
    session = make_session(
        starts_at=datetime(2100, 3, 25, 14, tzinfo=UTC), time_zone="America/Bogota"
    )
    contribution = make_contribution(state="draft", session=session)
    grant(client, make_invitation(contribution=contribution))
    client.post(address(contribution), typed(contribution))
    Contribution.objects.update(draft_saved_at=datetime(2100, 3, 20, 1, 30, tzinfo=UTC))

    page = client.get(address(contribution)).content.decode()
    told = client.post(address(contribution), typed(contribution, page="two", quote="Otra"))

    assert "Saved at" in page
    assert "20:30 (Bogotá time)" in page
    assert told.status_code == 409
    assert "20:30 (Bogotá time)</time>" in told.content.decode()
