"""The verbs of consultations from the admin."""

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.urls import reverse

from llex.core.states import WrongState
from priorities.admin.consultations import ConsultationAdmin
from priorities.models import Consultation
from sessions_app.groups import ORGANISERS, RAPPORTEURS
from tests.factories import in_all, make_ballot, make_consultation, make_service, make_user

STARTS = {
    "open": "draft",
    "pause": "open",
    "resume": "paused",
    "close": "open",
    "reveal": "closed",
    "hide": "closed",
}
ENDS = {"open": "open", "pause": "paused", "resume": "open", "close": "closed"}


@pytest.fixture
def as_organiser(client, db):
    client.force_login(make_user(group=ORGANISERS))
    return client


def over_list(client, verb, *consultations, **more):
    keys = [consultation.pk for consultation in consultations]
    fields = {"action": f"{verb}_selected", "_selected_action": keys, **more}
    return client.post(reverse("admin:priorities_consultation_changelist"), fields)


@pytest.mark.parametrize("verb", STARTS)
def test_verb_moves_what_is_chosen(as_organiser, verb):
    ends = {**in_all("low", "least"), **in_all("high", "most")}
    consultation = make_consultation(services=[make_service()], state=STARTS[verb], **ends)

    answer = over_list(as_organiser, verb, consultation)

    consultation.refresh_from_db()
    assert consultation.state == ENDS.get(verb, "closed")
    assert (consultation.revealed_at is not None) == (verb == "reveal")
    assert len(list(get_messages(answer.wsgi_request))) == 1


@pytest.mark.parametrize("verb", STARTS)
def test_verb_moves_the_one_whose_page_it_is(as_organiser, verb):
    ends = {**in_all("low", "least"), **in_all("high", "most")}
    consultation = make_consultation(services=[make_service()], state=STARTS[verb], **ends)
    address = reverse(f"admin:priorities_consultation_{verb}", args=[consultation.pk])

    answer = as_organiser.post(address, {"_form_submitted": "True"}, headers={"HX-Request": "true"})

    assert answer["HX-Redirect"] == reverse(
        "admin:priorities_consultation_change", args=[consultation.pk]
    )


def test_scale_without_labels_is_opened_only_after_it_is_confirmed(as_organiser):
    consultation = make_consultation(services=[make_service()])
    address = reverse("admin:priorities_consultation_open", args=[consultation.pk])
    warning = "The ends of the scale have no labels"

    over = over_list(as_organiser, "open", consultation)
    assert warning in " ".join(str(one) for one in get_messages(over.wsgi_request))
    assert warning in as_organiser.get(address).content.decode()
    assert warning in as_organiser.post(address, {"_form_submitted": "True"}).content.decode()
    consultation.refresh_from_db()
    assert consultation.state == "draft"

    as_organiser.post(address, {"_form_submitted": "True", "sure": "on"})
    consultation.refresh_from_db()
    assert consultation.state == "open"


@pytest.mark.parametrize("verb", STARTS)
def test_verb_is_refused_to_rapporteurs(client, db, verb):
    client.force_login(make_user(group=RAPPORTEURS))
    consultation = make_consultation(state=STARTS[verb])
    address = reverse(f"admin:priorities_consultation_{verb}", args=[consultation.pk])

    assert client.post(address, {"_form_submitted": "True"}).status_code == 403
    over_list(client, verb, consultation)
    consultation.refresh_from_db()
    assert (consultation.state, consultation.revealed_at) == (STARTS[verb], None)


@pytest.mark.parametrize("state", ["draft", "open", "paused", "closed"])
def test_page_offers_the_verbs_that_are_possible_and_only_those(db, state):
    possible = set()
    for verb in ConsultationAdmin.verbs:
        try:
            verb.apply(make_consultation(state=state), None, "")
        except WrongState:
            continue
        possible.add(verb.name)

    assert set(ConsultationAdmin.possible[state]) == possible


def test_page_and_its_buttons_work_where_rows_can_be_locked(client, transactional_db, monkeypatch):
    # As on PostgreSQL, where a row may be locked in a transaction and nowhere else.
    monkeypatch.setattr(connection.features, "has_select_for_update", True)
    monkeypatch.setattr(connection.features, "has_select_for_update_of", True)
    monkeypatch.setattr(connection.ops, "for_update_sql", lambda **_how: "")
    client.force_login(make_user(group=ORGANISERS))
    ends = {**in_all("low", "least"), **in_all("high", "most")}
    consultation = make_consultation(services=[make_service()], **ends)
    page = reverse("admin:priorities_consultation_change", args=[consultation.pk])
    button = reverse("admin:priorities_consultation_open", args=[consultation.pk])

    saved = client.post(page, {"question_en": "Is it saved?"})
    pressed = client.post(button, {"_form_submitted": "True"})

    assert (saved.status_code, pressed.status_code) == (200, 302)
    consultation.refresh_from_db()
    assert consultation.state == "open"


def test_draft_is_deleted_with_its_rehearsal_and_nothing_that_was_opened(as_organiser):
    draft = make_consultation(services=[make_service()])
    make_ballot(consultation=draft, scores=[3], origin="rehearsal")
    opened = make_consultation(services=[make_service()], state="open")

    def delete(consultation):
        address = reverse("admin:priorities_consultation_delete", args=[consultation.pk])
        return as_organiser.post(address, {"post": "yes"}).status_code

    assert (delete(draft), delete(opened)) == (302, 403)
    over_list(as_organiser, "delete", opened)
    over_list(as_organiser, "delete", opened, post="yes")
    assert list(Consultation.objects.all()) == [opened]


def test_code_is_kept_in_the_letters_in_which_it_is_looked_for(as_organiser):
    draft = make_consultation(code="rain5")
    address = reverse("admin:priorities_consultation_change", args=[draft.pk])
    form = as_organiser.get(address).context["adminform"].form
    fields = {name: value for name, value in form.initial.items() if value is not None}
    counts = {"items-TOTAL_FORMS": "0", "items-INITIAL_FORMS": "0"}

    as_organiser.post(address, {**fields, **counts, "code": "Rathaus"})

    assert Consultation.objects.get().code == "rathaus"
    assert as_organiser.get("/v/Rathaus/", follow=True).status_code == 200


def test_words_stay_once_they_are_frozen_and_a_missing_language_may_be_filled_in(as_organiser):
    consultation = make_consultation(question_ar="", low_en="less")
    consultation.open("Nobody reads it today")
    page = reverse("admin:priorities_consultation_change", args=[consultation.pk])

    def editable():
        fields = as_organiser.get(page).context["adminform"].form.fields
        wanted = ("question_en", "question_ar", "low_en", "low_fr", "caveat_en")
        return [name for name in wanted if name in fields]

    assert editable() == ["question_en", "question_ar", "low_en", "low_fr", "caveat_en"]
    consultation.close()
    assert editable() == ["question_ar", "low_fr", "caveat_en"]


def test_items_stay_once_people_can_vote(as_organiser):
    opened = make_consultation(services=[make_service()], state="open")
    draft = make_consultation(services=[make_service()])

    def inline(consultation):
        address = reverse("admin:priorities_consultation_change", args=[consultation.pk])
        return as_organiser.get(address).context["inline_admin_formsets"][0]

    assert not inline(opened).has_change_permission
    assert not inline(opened).has_add_permission
    assert inline(draft).has_change_permission


def test_list_takes_a_constant_number_of_queries(
    as_organiser, django_assert_num_queries, django_assert_max_num_queries
):
    make_consultation()
    address = reverse("admin:priorities_consultation_changelist")
    as_organiser.get(address)
    with django_assert_max_num_queries(15) as first:
        as_organiser.get(address)
    make_consultation()
    make_consultation()

    with django_assert_num_queries(len(first)):
        as_organiser.get(address)
