"""Withdrawing a published note in the admin: who may, what is asked for, what is recorded."""

import pytest
from auditlog.models import LogEntry
from django.contrib.messages import get_messages
from django.urls import reverse

from sessions_app.briefing.editions import publish
from sessions_app.groups import ORGANISERS, RAPPORTEURS
from sessions_app.models import Edition
from tests.factories import make_full_session, make_session, make_user

REASON = {"reason_en": "A figure was wrong.", "reason_ar": "كان رقم خاطئًا.", "sure": "on"}


@pytest.fixture
def session(db):
    session = make_full_session(languages=["en", "ar"])
    publish(session)
    return session


def at(session, name="withdraw_note"):
    return reverse(f"admin:sessions_app_learningsession_{name}", args=[session.pk])


def said(answer):
    return [str(one) for one in get_messages(answer.wsgi_request)]


def test_organiser_withdraws_a_note_with_a_reason_in_its_languages(client, session):
    user = make_user(group=ORGANISERS)
    client.force_login(user)
    asked = client.get(at(session)).content.decode()
    assert "Reason for the withdrawal (English)" in asked
    assert 'name="reason_ar"' in asked
    assert 'name="reason_fr"' not in asked
    assert not Edition.objects.exclude(withdrawn_at=None).exists()

    answer = client.post(at(session), REASON)

    assert answer.status_code == 302
    assert said(answer) == ["The note is withdrawn: readers no longer have its edition."]
    edition = Edition.objects.get()
    assert edition.withdrawn_at
    assert edition.withdrawal_reason_en == "A figure was wrong."
    assert edition.withdrawal_reason_ar == "كان رقم خاطئًا."
    entry = LogEntry.objects.get_for_object(session).first()
    assert entry.actor == user
    assert entry.changes == {"withdraw_note": ["", "A figure was wrong."]}
    history = reverse("admin:sessions_app_learningsession_history", args=[session.pk])
    assert "Note withdrawn" in client.get(history).content.decode()
    cockpit = client.get(at(session, "cockpit")).content.decode()
    assert "The note was withdrawn on" in cockpit
    assert "Take back the withdrawal" in cockpit
    assert at(session) not in cockpit
    notes = client.get(reverse("admin:sessions_app_learningsession_notes")).content.decode()
    assert "Edition 1, withdrawn on" in notes
    shown = client.get(reverse("admin:sessions_app_edition_change", args=[edition.pk]))
    assert "A figure was wrong." in shown.content.decode()


def test_withdrawal_is_taken_back_and_recorded(as_organiser, session):
    as_organiser.post(at(session), REASON)

    answer = as_organiser.post(at(session, "restore_note"))

    assert said(answer)[-1] == "The withdrawal is taken back: readers have the note again."
    assert Edition.objects.get().withdrawn_at is None
    entry = LogEntry.objects.get_for_object(session).first()
    assert entry.changes == {"restore_note": ["", "✓"]}
    assert at(session) in as_organiser.get(at(session, "cockpit")).content.decode()
    again = as_organiser.post(at(session, "restore_note"))
    assert said(again)[-1] == "The note is not withdrawn."


@pytest.mark.parametrize(
    ("left_out", "problem"),
    [
        ("reason_en", "Write why the note is withdrawn."),
        ("sure", "Confirm that the note is withdrawn."),
    ],
)
def test_reason_in_the_main_language_and_a_confirmation_are_required(
    as_organiser, session, left_out, problem
):
    data = {name: value for name, value in REASON.items() if name != left_out}

    answer = as_organiser.post(at(session), data)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert problem in page
    # What was typed is kept.
    assert REASON["reason_ar"] in page
    assert not Edition.objects.exclude(withdrawn_at=None).exists()


def test_reason_of_spaces_is_none(as_organiser, session):
    answer = as_organiser.post(at(session), REASON | {"reason_en": " \n\t "})

    assert "Write why the note is withdrawn." in answer.content.decode()
    assert not Edition.objects.exclude(withdrawn_at=None).exists()


def test_translation_of_the_reason_may_be_missing(as_organiser, session):
    as_organiser.post(at(session), {"reason_en": "Wrong.", "sure": "on"})

    assert Edition.objects.get().withdrawal_reason_en == "Wrong."


@pytest.mark.parametrize("name", ["withdraw_note", "restore_note"])
def test_only_those_who_publish_withdraw(client, session, name):
    address = at(session, name)
    anonymous = client.post(address, REASON)
    assert anonymous.status_code == 302
    assert "login" in anonymous["Location"]

    client.force_login(make_user(group=RAPPORTEURS))

    assert client.post(address, REASON).status_code == 403
    assert not Edition.objects.exclude(withdrawn_at=None).exists()
    cockpit = client.get(at(session, "cockpit")).content.decode()
    assert at(session) not in cockpit


def test_pages_refuse_other_methods_and_missing_sessions(as_organiser, session):
    assert as_organiser.get(at(session, "restore_note")).status_code == 405
    assert as_organiser.put(at(session)).status_code == 405
    for name in ("withdraw_note", "restore_note"):
        address = reverse(f"admin:sessions_app_learningsession_{name}", args=[9_999_999])
        assert as_organiser.post(address, REASON).status_code == 404


def test_note_that_readers_do_not_have_cannot_be_withdrawn(as_organiser, session):
    unpublished = make_session()
    answer = as_organiser.post(at(unpublished), REASON)
    assert said(answer) == ["There is no published note to withdraw."]

    as_organiser.post(at(session), REASON)
    first = Edition.objects.get().withdrawn_at
    again = as_organiser.post(at(session), REASON | {"reason_en": "Another reason."})

    assert said(again)[-1] == "There is no published note to withdraw."
    edition = Edition.objects.get()
    assert (edition.withdrawn_at, edition.withdrawal_reason_en) == (first, "A figure was wrong.")
