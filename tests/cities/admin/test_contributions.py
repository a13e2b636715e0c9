"""The verbs of contributions from the admin."""

import pytest
from auditlog.models import LogEntry
from django.contrib.messages import get_messages
from django.urls import reverse

from cities.admin.contributions import ContributionAdmin
from cities.models import Contribution, Officer, ReviewNote
from llex.core.states import WrongState
from sessions_app.groups import ORGANISERS, RAPPORTEURS
from tests.factories import (
    make_city,
    make_contribution,
    make_officer,
    make_participant,
    make_session,
    make_user,
)

STARTS = {
    "start": "invited",
    "submit": "draft",
    "accept": "submitted",
    "request_changes": "submitted",
    "send_wording": "accepted",
    "approve_wording": "accepted",
    "decline": "invited",
    "reopen": "declined",
    "withdraw": "accepted",
}
ENDS = {
    "start": "draft",
    "submit": "submitted",
    "accept": "accepted",
    "request_changes": "changes_requested",
    "send_wording": "accepted",
    "approve_wording": "accepted",
    "decline": "declined",
    "reopen": "draft",
    "withdraw": "withdrawn",
}
VERBS = [verb.name for verb in ContributionAdmin.verbs]


@pytest.fixture
def as_organiser(client, db):
    client.force_login(make_user(group=ORGANISERS))
    return client


def page(contribution, verb=None):
    name = f"admin:cities_contribution_{verb or 'change'}"
    return reverse(name, args=[contribution.pk])


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def over_list(client, verb, *contributions, **data):
    keys = [contribution.pk for contribution in contributions]
    fields = {"action": f"{verb}_selected", "_selected_action": keys, **data}
    return client.post(reverse("admin:cities_contribution_changelist"), fields)


def test_every_verb_of_the_model_is_offered():
    assert set(VERBS) == set(STARTS)


@pytest.mark.parametrize("verb", VERBS)
def test_verb_moves_what_is_chosen_and_reports_what_was_skipped(as_organiser, verb):
    # Complete in every language: of what is missing a message of its own would warn.
    ready = make_contribution(state=STARTS[verb], representative_position="")
    make_officer(city=ready.city)
    ended = make_contribution(state="withdrawn")

    answer = over_list(as_organiser, verb, ready, ended, note="Say when it began.")

    ready.refresh_from_db()
    ended.refresh_from_db()
    assert (ready.state, ended.state) == (ENDS[verb], "withdrawn")
    done, skipped = said(answer)
    assert str(ready.city) in done
    assert skipped.startswith("1 was skipped.")
    assert str(ended.city) in skipped


@pytest.mark.parametrize("verb", VERBS)
def test_verb_moves_the_one_whose_page_it_is(as_organiser, verb):
    contribution = make_contribution(state=STARTS[verb])
    asked = as_organiser.get(page(contribution, verb))
    assert asked.status_code == 200
    contribution.refresh_from_db()
    assert contribution.state == STARTS[verb]

    fields = {"_form_submitted": "True", "note": "Say when it began."}
    answer = as_organiser.post(page(contribution, verb), fields)

    contribution.refresh_from_db()
    assert contribution.state == ENDS[verb]
    assert answer.url == page(contribution)
    assert len(said(answer)) == 1


@pytest.mark.parametrize("verb", VERBS)
def test_verb_is_refused_to_rapporteurs(client, db, verb):
    client.force_login(make_user(group=RAPPORTEURS))
    contribution = make_contribution(state=STARTS[verb])

    asked = client.post(page(contribution, verb), {"_form_submitted": "True", "note": "x"})
    over_list(client, verb, contribution, note="x")

    contribution.refresh_from_db()
    assert asked.status_code == 403
    assert contribution.state == STARTS[verb]


def test_verb_answers_404_without_its_object(as_organiser):
    address = reverse("admin:cities_contribution_accept", args=[987654])

    assert as_organiser.post(address, {"_form_submitted": "True"}).status_code == 404


def test_changes_are_not_requested_without_a_note(as_organiser):
    contribution = make_contribution(state="submitted")

    answer = over_list(as_organiser, "request_changes", contribution, note=" ")
    fields = {"_form_submitted": "True", "note": ""}
    as_organiser.post(page(contribution, "request_changes"), fields)

    contribution.refresh_from_db()
    assert contribution.state == "submitted"
    assert said(answer) == ["Write the note first. Nothing was changed."]
    assert not ReviewNote.objects.exists()


def test_note_reaches_the_city_with_its_author(as_organiser):
    contribution = make_contribution(state="submitted")

    over_list(as_organiser, "request_changes", contribution, note="Say when it began.")

    note = ReviewNote.objects.get()
    assert (note.text, note.to_city) == ("Say when it began.", True)
    assert note.author.groups.get().name == ORGANISERS


def test_move_is_kept_in_the_log_with_its_author(as_organiser):
    contribution = make_contribution(state="submitted")

    over_list(as_organiser, "accept", contribution)

    entry = LogEntry.objects.get_for_object(contribution).first()
    assert entry.changes_dict == {"state": ["submitted", "accepted"]}
    assert entry.actor.groups.get().name == ORGANISERS


@pytest.mark.parametrize("state", Contribution.State.values)
def test_page_offers_the_verbs_that_are_possible_and_only_those(db, state):
    possible = set()
    for verb in ContributionAdmin.verbs:
        contribution = make_contribution(state=state)
        make_officer(city=contribution.city)
        try:
            verb.apply(contribution, None, "note")
        except WrongState:
            continue
        possible.add(verb.name)

    assert set(ContributionAdmin.possible.get(state, ())) == possible


def test_state_cannot_be_typed(as_organiser):
    contribution = make_contribution(state="draft")
    form = as_organiser.get(page(contribution)).context["adminform"].form

    assert "state" not in form.fields


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_a_constant_number_of_queries(as_organiser, django_assert_max_num_queries, rows):
    for _row in range(rows):
        session = make_session()
        person = make_participant(session=session).person
        make_contribution(session=session, representative=person).approve_wording()
    as_organiser.get(reverse("admin:cities_contribution_changelist"))

    with django_assert_max_num_queries(15):
        as_organiser.get(reverse("admin:cities_contribution_changelist"))


def test_list_tells_that_a_wording_has_changed_since_it_was_approved(as_organiser):
    contribution = make_contribution()
    address = reverse("admin:cities_contribution_changelist")
    changed = "changed since it was approved"
    contribution.approve_wording()
    assert changed not in as_organiser.get(address).content.decode()

    contribution.responses.update(text_en="Edited afterwards")

    assert changed in as_organiser.get(address).content.decode()


def test_page_takes_as_many_queries_for_three_answers_as_for_one(
    as_organiser, django_assert_num_queries, django_assert_max_num_queries
):
    one, three = make_contribution(), make_contribution(responses=3, challenges=3)
    as_organiser.get(page(one))

    with django_assert_max_num_queries(40) as first:
        as_organiser.get(page(one))
    with django_assert_num_queries(len(first)):
        as_organiser.get(page(three))


def test_officer_is_entered_by_address_and_becomes_a_user_without_password(as_organiser):
    city = make_city()
    fields = {
        "email": "Ada@Example.org", "name": "Ada", "city": city.pk, "position": "Adviser",
        "since_0": "2020-03-01", "since_1": "10:00",
    }  # fmt: skip

    answer = as_organiser.post(reverse("admin:cities_officer_add"), fields)

    assert answer.status_code == 302, answer.context["errors"]
    officer = Officer.objects.get()
    assert (officer.user.email, officer.city) == ("ada@example.org", city)
    assert not officer.user.has_usable_password()


def test_officer_of_a_city_is_not_entered_twice(as_organiser):
    officer = make_officer()
    fields = {
        "email": officer.user.email, "name": "Ada", "city": officer.city.pk,
        "since_0": "2020-03-01", "since_1": "10:00",
    }  # fmt: skip

    answer = as_organiser.post(reverse("admin:cities_officer_add"), fields)

    assert "may write for this city already" in answer.content.decode()
    assert Officer.objects.count() == 1


def test_city_with_contributions_is_not_deleted_and_the_page_says_why(as_organiser):
    contribution = make_contribution(session=make_session())
    address = reverse("admin:cities_city_delete", args=[contribution.city.pk])

    shown = as_organiser.get(address).content.decode()
    as_organiser.post(address, {"post": "yes"})

    assert "protected related objects" in shown
    contribution.city.refresh_from_db()


# --- The original language ------------------------------------------------------------------------


def test_original_language_is_chosen_by_name(as_organiser):
    contribution = make_contribution(original_language="sw")

    answer = as_organiser.get(page(contribution)).content.decode()

    assert '<option value="sw" selected>Kiswahili · Swahili</option>' in answer
    assert "as a code such as" not in answer


@pytest.mark.parametrize(
    ("stored", "chosen", "kept"),
    [("es", "sw", "sw"), ("pt-BR", "pt-BR", "pt-BR"), ("es", "klingon", "es")],
)
def test_only_a_language_of_the_list_or_the_one_stored_is_kept(as_organiser, stored, chosen, kept):
    contribution = make_contribution(original_language=stored)
    form = as_organiser.get(page(contribution)).context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    fields = {name: value for name, value in values.items() if value is not None}

    as_organiser.post(page(contribution), fields | formsets(contribution, chosen))

    contribution.refresh_from_db()
    assert contribution.original_language == kept


def formsets(contribution, language):
    """The form sent without its rows, and with another language."""
    names = ("responses", "challenges", "attachments", "review_notes", "submissions", "invitations")
    empty = {f"{n}-{part}_FORMS": 0 for n in names for part in ("TOTAL", "INITIAL")}
    return empty | {"original_language": language}


def test_list_is_filtered_by_the_names_of_languages(as_organiser):
    make_contribution(original_language="sw")
    make_contribution(original_language="fr", city=make_city(name_en="Lyon", slug="lyon"))
    changelist = reverse("admin:cities_contribution_changelist")

    answer = as_organiser.get(changelist, {"original_language": "sw"})

    assert [row.original_language for row in answer.context["cl"].result_list] == ["sw"]
    assert "Kiswahili" in answer.content.decode()
