"""Each move writes to the right people, each in their language, and to nobody else."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils.timezone import now

from cities.notifications.recipients import officers
from cities.review import transitions
from llex.core.states import WrongState
from tests.factories import (
    make_contribution,
    make_invitation,
    make_officer,
    make_series,
    make_session,
    make_user,
)

CONTACT = "llex@example.org"


@pytest.fixture
def session(db):
    return make_session(series=make_series(contact=CONTACT), languages=["fr", "en"])


def make_case(session, state):
    """A contribution with an invited officer who reads Spanish, and all who must not be told."""
    contribution = make_contribution(session=session, state=state)
    city = contribution.city
    invited = make_officer(city=city, user=make_user(email="es@example.org", language="es"))
    make_invitation(contribution=contribution, officer=invited)
    withdrawn = make_officer(city=city, user=make_user(email="withdrawn@example.org"))
    make_invitation(contribution=contribution, officer=withdrawn, revoked_at=now())
    former = make_officer(city=city, user=make_user(email="former@example.org"), until=now())
    make_invitation(contribution=contribution, officer=former)
    make_officer(city=city, user=make_user(email="not-invited@example.org"))
    make_officer(user=make_user(email="foreign@example.org"))
    return contribution, invited


def sent(mailoutbox):
    return sorted(address for message in mailoutbox for address in message.to)


MOVES = {
    "submit": ("draft", lambda c, u: transitions.submit(c, by=u), [CONTACT, "es@example.org"]),
    "request_changes": (
        "submitted",
        lambda c, u: transitions.request_changes(c, "Since when?", by=None),
        ["es@example.org"],
    ),
    "accept": ("submitted", lambda c, u: transitions.accept(c, by=None), ["es@example.org"]),
    "decline": ("draft", lambda c, u: transitions.decline(c, by=u), [CONTACT]),
    "withdraw": ("accepted", lambda c, u: transitions.withdraw(c, by=u), [CONTACT]),
    "send_wording": (
        "accepted",
        lambda c, u: transitions.send_wording(c, by=None),
        ["es@example.org"],
    ),
    "approve_wording": ("accepted", lambda c, u: transitions.approve_wording(c, by=u), [CONTACT]),
    "comment_wording": (
        "accepted",
        lambda c, u: transitions.comment_wording(c, "Please say “quarter”.", by=u),
        [CONTACT],
    ),
    "ask_follow_up": ("accepted", lambda c, u: transitions.ask_follow_up(c), ["es@example.org"]),
    "answer_follow_up": (
        "accepted",
        lambda c, u: transitions.answer_follow_up(c, [], by=u),
        [CONTACT],
    ),
}


@pytest.mark.parametrize("move", MOVES)
def test_move_writes_to_whom_it_concerns_and_to_nobody_else(
    session, mailoutbox, django_capture_on_commit_callbacks, move
):
    state, act, expected = MOVES[move]
    contribution, officer = make_case(session, state)

    with django_capture_on_commit_callbacks(execute=True):
        act(contribution, officer.user)

    assert sent(mailoutbox) == sorted(expected)
    for message in mailoutbox:
        html = message.alternatives[0].content
        language = "fr" if message.to == [CONTACT] else "es"
        assert f'<html lang="{language}"' in html
        name = contribution.city.name_es if language == "es" else contribution.city.name_fr
        assert name in message.subject + message.body
        assert "{" not in message.body
        assert "\n" not in message.subject
        if message.to != [CONTACT]:
            assert message.reply_to == [CONTACT]


@pytest.mark.parametrize("move", MOVES)
def test_move_that_is_refused_writes_to_nobody(
    session, mailoutbox, django_capture_on_commit_callbacks, move
):
    contribution, officer = make_case(session, "withdrawn")

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(WrongState):
        MOVES[move][1](contribution, officer.user)

    assert mailoutbox == []


def test_city_is_told_when_organisers_take_its_contribution_out(
    session, mailoutbox, django_capture_on_commit_callbacks
):
    contribution, _officer = make_case(session, "accepted")

    with django_capture_on_commit_callbacks(execute=True):
        transitions.withdraw(contribution, by=make_user(is_staff=True))

    assert sent(mailoutbox) == ["es@example.org", CONTACT]


def test_city_is_told_when_organisers_approve_its_wording(
    session, mailoutbox, django_capture_on_commit_callbacks
):
    contribution, _officer = make_case(session, "accepted")

    with django_capture_on_commit_callbacks(execute=True):
        transitions.approve_wording(contribution, by=make_user(is_staff=True))

    assert sent(mailoutbox) == ["es@example.org", CONTACT]
    to_city = next(one for one in mailoutbox if one.to == ["es@example.org"])
    assert "?to=wording" in to_city.body


@pytest.mark.parametrize("is_by_city", [True, False])
def test_organisers_are_told_who_withdrew(
    session, mailoutbox, django_capture_on_commit_callbacks, is_by_city
):
    contribution, officer = make_case(session, "accepted")
    session.languages = ["en", "fr"]
    session.save()

    with django_capture_on_commit_callbacks(execute=True):
        transitions.withdraw(contribution, by=officer.user if is_by_city else make_user())

    subject = next(one.subject for one in mailoutbox if one.to == [CONTACT])
    assert ("has withdrawn its contribution" in subject) is is_by_city
    assert ("has been withdrawn" in subject) is not is_by_city


# A paragraph of a letter that begins with a small letter: English has it after no salutation.
SMALL = re.compile(r'(?:\{% if[^%]*%\})?\{% (?:blocktranslate trimmed[^%]*%\}|translate ")[a-z]')


def test_no_letter_begins_its_text_with_a_small_letter():
    letters = list((settings.BASE_DIR / "templates/mail").glob("*.txt"))
    lines = [line for letter in letters for line in letter.read_text().splitlines()]

    assert len(letters) > 20
    assert [line for line in lines if SMALL.match(line)] == []


def test_note_reaches_the_officer_with_a_personal_link_to_its_field(
    session, mailoutbox, django_capture_on_commit_callbacks, client
):
    contribution, _officer = make_case(session, "submitted")

    with django_capture_on_commit_callbacks(execute=True):
        transitions.request_changes(contribution, "Since when?", by=None, field="responses-0-text")

    body = mailoutbox[0].body
    assert "Since when?" in body
    link = re.search(r"http://testserver(/es/contribute/invitations/\S+)", body)[1]
    assert client.get(link).status_code == 200
    answer = client.post(link, {"action": "enter"})
    assert answer.url == f"/es/contribute/{contribution.pk}/#responses-0-text"
    assert contribution.review_notes.get().field == "responses-0-text"


def test_link_leads_on_to_the_wording_and_nowhere_that_is_not_ours(
    session, mailoutbox, django_capture_on_commit_callbacks, client
):
    contribution, _officer = make_case(session, "accepted")
    with django_capture_on_commit_callbacks(execute=True):
        transitions.send_wording(contribution, by=None)
    link = re.search(r"http://testserver(/es/contribute/\S+)", mailoutbox[0].body)[1]

    right = client.post(link, {"action": "enter"})
    forged = client.post(link.replace("to=wording", "to=//evil.example"), {"action": "enter"})

    assert right.url == f"/es/contribute/{contribution.pk}/wording/"
    assert forged.url == f"/es/contribute/{contribution.pk}/"


def test_link_of_an_expired_invitation_lives_again_with_the_letter(
    session, mailoutbox, django_capture_on_commit_callbacks, client
):
    contribution, officer = make_case(session, "accepted")
    officer.invitations.update(expires_at=now() - timedelta(days=120))

    with django_capture_on_commit_callbacks(execute=True):
        transitions.ask_follow_up(contribution)

    link = re.search(r"http://testserver(/es/contribute/\S+)", mailoutbox[0].body)[1]
    answer = client.post(link, {"action": "enter"})
    assert answer.url == f"/es/contribute/{contribution.pk}/still-true/"
    assert client.get(answer.url).status_code == 200


def test_officers_without_invitation_sign_in_to_the_page(
    session, mailoutbox, django_capture_on_commit_callbacks
):
    contribution = make_contribution(session=session, state="accepted")
    make_officer(city=contribution.city, user=make_user(email="ar@example.org", language="ar"))

    with django_capture_on_commit_callbacks(execute=True):
        transitions.send_wording(contribution, by=None)

    assert sent(mailoutbox) == ["ar@example.org"]
    wanted = f"next=%2Far%2Fcontribute%2F{contribution.pk}%2Fwording%2F"
    assert wanted in mailoutbox[0].body


def test_officer_whose_only_invitation_was_withdrawn_is_not_written_to(session):
    contribution = make_contribution(session=session)
    one = make_officer(city=contribution.city)
    other = make_officer(city=contribution.city)
    make_invitation(contribution=contribution, officer=one, revoked_at=now())

    assert officers(contribution) == [other.user]


def test_names_with_line_ends_add_no_header(
    session, mailoutbox, django_capture_on_commit_callbacks
):
    contribution, _officer = make_case(session, "submitted")
    contribution.city.name_es = "Lima\nBcc: everybody@example.org"
    contribution.city.save()

    with django_capture_on_commit_callbacks(execute=True):
        transitions.accept(contribution, by=None)

    assert len(mailoutbox) == 1
    assert mailoutbox[0].recipients() == ["es@example.org"]
    assert "Bcc" not in mailoutbox[0].message()


def test_wordings_of_a_session_go_to_those_who_have_not_approved_theirs(
    session, mailoutbox, django_capture_on_commit_callbacks
):
    waiting, _officer = make_case(session, "accepted")
    approved = make_contribution(session=session)
    make_officer(city=approved.city)
    approved.approve_wording()

    with django_capture_on_commit_callbacks(execute=True):
        count = transitions.send_wordings([waiting, approved], by=None)

    assert (count, sent(mailoutbox)) == (1, ["es@example.org"])
    assert session.contributions.get(pk=waiting.pk).wording_sent_at


def test_wording_that_can_be_sent_to_nobody_is_not_taken_as_sent(
    session, mailoutbox, django_capture_on_commit_callbacks
):
    orphan = make_contribution(session=session)
    for ask in (transitions.send_wording, lambda one, by: transitions.send_wordings([one], by=by)):
        with pytest.raises(transitions.NoRecipient, match="has no officer to write to"):
            ask(orphan, by=None)

    waiting, _officer = make_case(session, "accepted")
    with django_capture_on_commit_callbacks(execute=True):
        assert transitions.send_wordings([orphan, waiting], by=None) == 1

    assert sent(mailoutbox) == ["es@example.org"]
    standings = [session.contributions.get(pk=one.pk).wording_standing for one in (orphan, waiting)]
    assert standings == ["not_sent", "sent"]
