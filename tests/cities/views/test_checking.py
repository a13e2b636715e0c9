"""Checking the answers before they are sent, and taking them up again until a review begins."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from cities.contributions import autosave
from cities.models import Contribution
from llex.core.states import WrongState
from tests.cities.forms.test_contribution import typed
from tests.factories import make_contribution, make_response, make_session

State = Contribution.State


@pytest.fixture
def contribution(db):
    return make_contribution(
        state="draft", responses=0, challenges=0, original_language="es",
        session=make_session(starts_at=now() + timedelta(days=9)),
    )  # fmt: skip


def address(contribution, name="contribution_edit"):
    return reverse(f"cities:{name}", args=[contribution.pk])


def now_of(contribution):
    return Contribution.objects.get(pk=contribution.pk)


def send(client, contribution, **changes):
    return client.post(address(contribution), typed(now_of(contribution), do="submit", **changes))


# --- Check your answers ---------------------------------------------------------------------------


def test_button_leads_to_all_answers_with_a_way_to_change_each(client, contribution, officer):
    answer = client.post(address(contribution), typed(contribution, do="check"))
    assert answer.url == address(contribution, "contribution_check")

    page = client.get(answer.url)

    names = [one.name for one in page.context["answers"]]
    assert names == [
        "representative_name", "representative_position", "language",
        "responses-0-text", "challenges-0-text",
    ]  # fmt: skip
    text = page.content.decode()
    for name in names:
        assert f'href="{address(contribution)}#{name}"' in text
    assert now_of(contribution).state == State.DRAFT


def test_what_the_page_sends_is_what_was_typed(client, contribution, officer):
    client.post(
        address(contribution), typed(contribution, do="check", **{"responses-0-title": "<b>&"})
    )
    before = autosave.current_draft(now_of(contribution))
    page = client.get(address(contribution, "contribution_check")).context
    data = dict(page["values"]) | dict(page["hidden"])

    answer = client.post(address(contribution), data | {"do": "submit"})

    assert answer.url == address(contribution, "contribution_sent")
    row = now_of(contribution).responses.get()
    assert (row.title_es, row.text_es) == ("<b>&", before.responses[0].text)


def test_text_that_begins_with_a_line_end_is_sent_with_it(client, contribution, officer):
    client.post(
        address(contribution), typed(contribution, do="check", quote="\nUno", quote_speaker="A")
    )

    page = client.get(address(contribution, "contribution_check")).content.decode()

    assert '<textarea name="quote" hidden>\n\nUno</textarea>' in page


def test_what_is_missing_is_said_in_the_form_first(client, contribution, officer):
    answer = client.post(address(contribution), typed(contribution, do="check", consent=""))

    assert answer.url == f"{address(contribution)}?check"
    assert client.get(address(contribution, "contribution_check")).url == answer.url


def test_text_of_a_colleague_saved_meanwhile_is_not_sent_unread(client, contribution, officer):
    client.post(address(contribution), typed(contribution, do="check"))
    page = client.get(address(contribution, "contribution_check")).context
    data = dict(page["values"]) | dict(page["hidden"])
    client.post(
        address(contribution),
        typed(now_of(contribution), page="two", **{"responses-0-text": "Otro"}),
    )

    answer = client.post(address(contribution), data | {"do": "submit"})

    assert answer.url == address(contribution, "contribution_check")
    assert now_of(contribution).state == State.DRAFT


# --- Until somebody begins to review --------------------------------------------------------------


def test_what_was_sent_can_be_taken_up_and_sent_again(client, contribution, officer):
    send(client, contribution)
    assert "Change what was sent" in client.get(address(contribution)).content.decode()

    client.post(address(contribution, "contribution_take_up"))

    assert now_of(contribution).state == State.DRAFT
    form = client.get(address(contribution)).context["form"]
    assert form.responses[0]["text"].value().startswith("Abrimos")
    row = now_of(contribution).responses.get()
    data = {"responses-0-text": "Mejor dicho", "responses-0-id": row.pk}
    send(client, contribution, **data)
    again = now_of(contribution)
    assert (again.state, again.responses.get().pk) == (State.SUBMITTED, row.pk)
    assert list(again.submissions.values_list("number", flat=True)) == [1, 2]


def test_what_was_sent_back_goes_on_as_changes_requested(client, contribution, officer):
    send(client, contribution)
    now_of(contribution).request_changes("More, please.")
    send(client, contribution, **{"responses-0-id": now_of(contribution).responses.get().pk})

    client.post(address(contribution, "contribution_take_up"))

    assert now_of(contribution).state == State.CHANGES_REQUESTED


def test_nothing_is_taken_up_once_a_review_has_begun(client, contribution, officer):
    send(client, contribution)
    now_of(contribution).begin_review()

    assert "Change what was sent" not in client.get(address(contribution)).content.decode()
    answer = client.post(address(contribution, "contribution_take_up"), follow=True)

    assert "have begun to read the contribution" in answer.content.decode()
    assert now_of(contribution).state == State.SUBMITTED


def test_nothing_is_taken_up_after_the_last_day(client, contribution, officer):
    send(client, contribution)
    type(contribution.session).objects.update(
        starts_at=now() - timedelta(days=40), contributions_due_at=now() - timedelta(days=41),
        contributions_close_at=now() - timedelta(days=30),
    )  # fmt: skip

    answer = client.post(address(contribution, "contribution_take_up"), follow=True)

    assert "The last day has passed" in answer.content.decode()
    assert now_of(contribution).state == State.SUBMITTED


@pytest.mark.parametrize("state", ["draft", "accepted", "withdrawn", "declined", "invited"])
def test_only_what_was_sent_is_taken_up(client, contribution, officer, state):
    make_response(contribution=contribution)
    other = make_contribution(state=state)

    with pytest.raises(WrongState):
        other.take_up()
    with pytest.raises(WrongState):
        other.begin_review()
    assert now_of(other).state == state


def test_taking_up_needs_a_press_and_access(client, contribution, officer):
    send(client, contribution)

    assert client.get(address(contribution, "contribution_take_up")).status_code == 405
    client.logout()
    assert client.post(address(contribution, "contribution_take_up")).status_code == 404
    assert now_of(contribution).state == State.SUBMITTED


def test_of_a_city_and_an_organiser_at_once_one_wins(contribution, officer, client):
    send(client, contribution)
    for_city, for_organiser = now_of(contribution), now_of(contribution)

    for_city.take_up()

    with pytest.raises(WrongState):
        for_organiser.begin_review()
    assert now_of(contribution).review_began_at is None


def test_a_second_organiser_leaves_the_review_as_the_first_began_it(client, contribution, officer):
    send(client, contribution)
    now_of(contribution).begin_review(by=officer.user)
    first = now_of(contribution)

    first.begin_review()

    again = now_of(contribution)
    assert (again.review_began_at, again.review_began_by) == (first.review_began_at, officer.user)


def test_what_was_taken_up_is_withdrawn_and_not_declined(client, contribution, officer):
    send(client, contribution)
    now_of(contribution).take_up()

    page = client.get(address(contribution)).content.decode()

    assert address(contribution, "contribution_withdraw") in page
    assert address(contribution, "contribution_decline") not in page
    with pytest.raises(WrongState):
        now_of(contribution).decline()
