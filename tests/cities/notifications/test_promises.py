"""E-mails promise only what the page behind their link offers, and ask the session’s questions."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import TestCase
from django.urls import reverse
from django.utils.timezone import now

from cities.invitations import sending
from cities.models import Invitation
from cities.notifications.texts import guiding_questions
from cities.review import transitions
from llex.core.models import User
from tests.cities.forms.test_contribution import address
from tests.factories import (
    make_contribution,
    make_invitation,
    make_officer,
    make_session,
    make_user,
)
from tests.factories_cities import grant

QUESTIONS = {
    "guiding_questions_en": "What did you do for *tenants*?\n\n- Who paid?\n- For how long?"
}


def sent(call):
    mail.outbox.clear()
    with TestCase.captureOnCommitCallbacks(execute=True):
        call()
    return mail.outbox


def invited(state, **session):
    due = now() + timedelta(days=5)
    made = make_contribution(
        state=state, session=make_session(contributions_due_at=due, **QUESTIONS, **session)
    )
    return make_invitation(contribution=made)


def page_behind(client, letter):
    link = re.search(r"http://testserver(\S+/invitations/\S+)", letter.body)[1]
    return client.get(link).content.decode()


@pytest.mark.parametrize(
    "state", ["invited", "draft", "changes_requested", "submitted", "accepted"]
)
def test_invitation_promises_declining_where_the_page_offers_it(client, db, state):
    invitation = invited(state)

    (letter,) = sent(lambda: sending.resend(invitation))

    page = page_behind(client, letter)
    assert ("cannot contribute this time" in letter.body) == ('value="decline"' in page)
    assert ("Please answer by" in letter.body) == ("Please answer by" in page)
    assert ("The questions of the session:" in letter.body) == ("The questions of the" in page)


@pytest.mark.parametrize("state", ["invited", "draft", "changes_requested"])
def test_reminder_promises_declining_where_the_page_offers_it(client, db, state):
    invitation = invited(state)

    (letter,) = sent(lambda: sending.remind(invitation))

    page = page_behind(client, letter)
    assert ("cannot contribute this time" in letter.body) == ('value="decline"' in page)
    assert "- For how long?" in letter.body


@pytest.mark.parametrize("name", ["wording", "follow_up", "accept", "ask"])
@pytest.mark.parametrize("is_invited", [True, False])
def test_link_is_called_personal_where_it_is(db, name, is_invited):
    contribution = make_contribution(state="submitted" if name == "accept" else "accepted")
    if is_invited:
        make_invitation(contribution=contribution)
    else:
        make_officer(city=contribution.city)
    by = make_user()
    calls = {
        "wording": lambda: transitions.send_wording(contribution, by=by),
        "follow_up": lambda: transitions.ask_follow_up(contribution),
        "accept": lambda: transitions.accept(contribution, by=by),
        "ask": lambda: transitions.request_changes(contribution, "Since when?", by=by),
    }

    (letter,) = sent(calls[name])

    assert ("needs no password, so please do not pass it on" in letter.body) == is_invited
    assert ("Sign in there with your e-mail address" in letter.body) != is_invited


@pytest.mark.parametrize(
    ("language", "condition"),
    [
        ("en", "with any quotation and documents"),
        ("fr", "les citations et les documents s’il y en a"),
        ("es", "las citas y los documentos si los hay"),
        ("ar", "الاقتباسات والوثائق إن وُجدت"),
    ],
)
def test_approval_mail_promises_a_quotation_only_if_there_is_one(db, language, condition):
    contribution = make_contribution(state="accepted")
    user = make_user(language=language)
    make_invitation(
        contribution=contribution, officer=make_officer(city=contribution.city, user=user)
    )

    (letter,) = sent(lambda: transitions.send_wording(contribution, by=make_user()))

    assert contribution.quote == ""
    assert condition in " ".join(letter.body.split())


def test_who_is_told_of_a_withdrawal_gets_no_link_that_does_not_open(db):
    contribution = make_contribution()
    make_invitation(contribution=contribution)

    letters = sent(lambda: transitions.withdraw(contribution, by=make_user()))

    (letter,) = [one for one in letters if "no longer open" in one.body]
    assert "/invitations/" not in letter.body


@pytest.mark.parametrize("verb", ["remind", "resend"])
def test_nobody_is_led_to_a_session_that_takes_nothing_any_more(client, db, verb):
    invitation = invited("invited")
    type(invitation.contribution.session).objects.update(
        contributions_due_at=now() - timedelta(days=1)
    )
    client.force_login(make_user(is_staff=True, is_superuser=True))
    board = reverse(
        "admin:sessions_app_learningsession_board", args=[invitation.contribution.session_id]
    )

    answers = []
    fields = {"action": verb, "invitation": [invitation.pk]}
    letters = sent(lambda: answers.append(client.post(board, fields, follow=True)))

    assert letters == []
    said = " ".join(str(message) for message in answers[0].context["messages"])
    assert "takes no more contributions" in said


def test_guiding_questions_are_plain_and_say_their_language(db):
    session = make_session(**QUESTIONS)

    assert guiding_questions(session, "en") == (
        "What did you do for tenants?\n\n- Who paid?\n- For how long?"
    )
    assert guiding_questions(make_session(), "en") == ""
    invitation = invited("invited")
    invitation.officer.user.language = "fr"
    (letter,) = sent(lambda: sending.resend(invitation))
    assert "- For how long? (English)" in letter.body


def test_mails_keep_the_no_break_spaces_of_what_was_typed(db):
    invitation = invited(
        "invited",
        title_fr="Le logement\u202f: et après\u202f?",
        guiding_questions_fr="- Qui paie\u202f?",
    )
    User.objects.filter(pk=invitation.officer.user_id).update(language="fr")
    invitation = Invitation.objects.get(pk=invitation.pk)

    (letter,) = sent(lambda: sending.resend(invitation))

    assert "Le logement\u202f: et après\u202f?" in letter.subject
    assert "- Qui paie\u202f?" in letter.body


def test_guiding_questions_are_beside_the_form(client, db):
    invitation = invited("draft")
    grant(client, invitation)

    page = client.get(address(invitation.contribution)).content.decode()

    assert 'id="guiding-questions"' in page
    assert "<em>tenants</em>" in page
