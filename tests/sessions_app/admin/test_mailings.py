"""Mailings in the administration: written, previewed, tested, sent, stopped, and by whom."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from llex.core.mail.models import Mail
from sessions_app.models import Mailing, MailWording
from tests.factories import in_all, make_participant, make_person, make_series, make_session
from tests.sessions_app.admin.test_sessions import filled_in, page, said

PRESSED = {"_form_submitted": "True"}


def address(name, *args, model="mailing"):
    return reverse(f"admin:sessions_app_{model}_{name}", args=args)


@pytest.fixture
def session(db):
    session = make_session(starts_at=now() + timedelta(days=9))
    for number in range(2):
        person = make_person(email=f"ana{number}@example.org")
        make_participant(session=session, person=person)
    return session


def message(session, **values):
    texts = in_all("subject", "News") | in_all("text", "Dear {name}, <b>come</b>.")
    return Mailing.objects.create(session=session, **texts | values)


def test_message_is_written_previewed_in_each_language_and_counted(as_organiser, session):
    data = {
        "session": session.pk, "group": "registered", "language": "",
        "subject_en": "News", "text_en": "Dear {name}, <b>come</b>.",
    }  # fmt: skip
    as_organiser.post(address("add"), data)
    mailing = Mailing.objects.get()

    shown = as_organiser.get(address("change", mailing.pk)).content.decode()

    assert mailing.state == "draft"
    assert "2 people" in shown
    assert "&lt;b&gt;come&lt;/b&gt;" in shown
    assert 'lang="ar" dir="rtl"' in shown
    assert not Mail.objects.exists()


def test_unknown_placeholder_is_refused_beside_its_text(as_organiser, session):
    data = {
        "session": session.pk, "group": "registered", "language": "",
        "subject_en": "News", "text_en": "Dear {nme}",
    }  # fmt: skip
    answer = as_organiser.post(address("add"), data)

    errors = answer.context["adminform"].form.errors
    assert list(errors) == ["text_en"]
    assert "{nme} is no placeholder" in errors["text_en"][0]
    assert not Mailing.objects.exists()


def test_message_is_sent_and_stopped_and_then_only_looked_at(as_organiser, session):
    mailing = message(session)

    as_organiser.post(address("start", mailing.pk), PRESSED)
    mailing.refresh_from_db()
    assert mailing.state == "sending"
    as_organiser.post(address("stop", mailing.pk), PRESSED)
    mailing.refresh_from_db()
    assert mailing.state == "stopped"

    answer = as_organiser.post(address("change", mailing.pk), {"subject_en": "Other"})
    mailing.refresh_from_db()
    assert answer.status_code == 403
    assert mailing.subject_en == "News (en)"
    assert as_organiser.get(address("change", mailing.pk)).status_code == 200


def test_empty_message_is_not_sent(as_organiser, session):
    mailing = Mailing.objects.create(session=session)

    answer = as_organiser.post(address("start", mailing.pk), PRESSED)

    mailing.refresh_from_db()
    assert mailing.state == "draft"
    assert any("Write a subject and a text first" in text for text in said(answer))


def test_test_goes_to_the_organiser_alone(as_organiser, session):
    as_organiser.post(address("send_test", message(session).pk), PRESSED)

    (mail,) = Mail.objects.all()
    assert mail.recipient == as_organiser.get(address("changelist")).context["user"].email
    assert mail.subject == "News (en)"


@pytest.mark.parametrize("name", ["change", "start", "stop", "send_test"])
def test_rapporteurs_neither_see_nor_send_messages(as_rapporteur, session, name):
    mailing = message(session)

    answer = as_rapporteur.post(address(name, mailing.pk), PRESSED)

    mailing.refresh_from_db()
    assert (answer.status_code, mailing.state) == (403, "draft")
    assert as_rapporteur.get(address("changelist")).status_code == 403
    assert not Mail.objects.exists()


def test_wording_without_what_it_needs_is_refused(as_organiser, db):
    series = make_series()
    make_session(series=series)
    data = {"series": series.pk, "kind": "hour_before", "subject_en": "Soon", "text_en": "Come!"}

    refused = as_organiser.post(address("add", model="mailwording"), data)
    as_organiser.post(address("add", model="mailwording"), data | {"text_en": "Come! {join}"})

    assert "{join}" in refused.context["adminform"].form.errors["text_en"][0]
    wording = MailWording.objects.get()
    shown = as_organiser.get(address("change", wording.pk, model="mailwording")).content.decode()
    assert "Come!" in shown
    as_organiser.post(address("send_test", wording.pk, model="mailwording"), PRESSED)
    assert Mail.objects.get().subject == "Soon"


# --- A session that gets another time -------------------------------------------------------------


def test_another_time_is_saved_only_once_it_is_chosen_whether_people_are_told(
    as_organiser, session
):
    data = filled_in(as_organiser, page(session)) | {"duration": "45"}

    refused = as_organiser.post(page(session), data)
    session.refresh_from_db()
    assert list(refused.context["adminform"].form.errors) == ["tell_people"]
    assert session.duration == 90

    as_organiser.post(page(session), data | {"tell_people": "yes"})
    session.refresh_from_db()
    assert session.duration == 45
    assert [one.kind for one in session.mailings.all()] == ["changed"]


def test_people_are_not_told_where_the_organiser_says_so_or_nothing_moves(as_organiser, session):
    data = filled_in(as_organiser, page(session))

    as_organiser.post(page(session), data | {"title_en": "Other"})
    data = filled_in(as_organiser, page(session))
    as_organiser.post(page(session), data | {"duration": "45", "tell_people": "no"})

    session.refresh_from_db()
    assert (session.title_en, session.duration) == ("Other", 45)
    assert not session.mailings.exists()


def test_session_without_people_is_moved_without_a_question(as_organiser, db):
    session = make_session(starts_at=now() + timedelta(days=9))
    form = as_organiser.get(page(session)).context["adminform"].form

    assert "tell_people" not in form.fields


def test_cancelling_on_the_page_tells_people(as_organiser, session):
    as_organiser.post(page(session, "cancel"), PRESSED | {"note": "Storm"})

    assert [(one.kind, one.state) for one in session.mailings.all()] == [("cancelled", "sending")]
