"""Inviting, sending again, reminding, revoking."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import TestCase
from django.urls import reverse
from django.utils.timezone import now

from cities.invitations import sending
from cities.models import Contribution, Invitation
from llex.core.states import WrongState
from sessions_app.groups import ORGANISERS
from tests.factories import (
    make_city,
    make_contribution,
    make_invitation,
    make_officer,
    make_organisation,
    make_series,
    make_session,
    make_user,
)


def open_session(**overrides):
    soon = now() + timedelta(days=10)
    return make_session(starts_at=soon + timedelta(days=3), contributions_due_at=soon, **overrides)


def sent(call):
    """Return the letters that *call* sends."""
    before = len(mail.outbox)
    with TestCase.captureOnCommitCallbacks(execute=True):
        call()
    return mail.outbox[before:]


def test_contribution_of_a_city_is_made_once_and_invited(db):
    session, city = open_session(), make_city()

    first = sending.get_or_create_contribution(session, city)
    again = sending.get_or_create_contribution(session, city)

    assert (first, first.state) == (again, "invited")


def test_letter_says_who_what_until_when_and_where(db):
    series = make_series(contact="ask@example.org")
    series.conveners.add(make_organisation(name_fr="Cités unies"))
    contribution = make_contribution(state="invited", session=open_session(series=series))
    user = make_user(language="fr", name="Awa Diouf", email="awa@example.org")
    officer = make_officer(city=contribution.city, user=user)
    by = make_user(name="Olga Organiser")

    (letter,) = sent(lambda: sending.invite(contribution, officer, by))

    assert letter.to == ["awa@example.org"]
    assert letter.reply_to == ["ask@example.org"]
    assert "\n" not in letter.subject
    for text in ("Awa Diouf", "Olga Organiser", "(fr)", "ask@example.org", "Cités unies"):
        assert text in letter.body
    assert f"/fr/contribute/invitations/{Invitation.objects.get().key}/" in letter.body
    assert f"/fr/sessions/{contribution.session.slug}/" in letter.body


def test_names_add_no_header_to_the_letter(db):
    city = make_city(name_en="Rome\r\nBcc: all@example.org")
    contribution = make_contribution(state="invited", session=open_session(), city=city)

    (letter,) = sent(lambda: sending.invite(contribution, make_officer(city=city)))

    assert "\n" not in letter.subject
    assert "Bcc" not in letter.message()
    assert letter.recipients() == [Invitation.objects.get().officer.user.email]


def test_inviting_twice_sends_the_same_invitation_again(db):
    contribution = make_contribution(state="invited", session=open_session())
    officer = make_officer(city=contribution.city)

    first = sending.invite(contribution, officer)
    again = sending.invite(contribution, officer)

    assert first.key == again.key
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize("state", ["withdrawn", "declined"])
def test_inviting_is_refused_when_the_contribution_has_ended(db, state):
    contribution = make_contribution(state=state, session=open_session())

    with pytest.raises(WrongState):
        sending.invite(contribution, make_officer(city=contribution.city))

    assert not Invitation.objects.exists()


def test_inviting_is_refused_to_strangers_and_former_officers(db):
    contribution = make_contribution(state="invited", session=open_session())
    former = make_officer(city=contribution.city, until=now() - timedelta(days=1))

    for officer in (make_officer(), former):
        with pytest.raises(ValueError, match="writes for the city"):
            sending.invite(contribution, officer)


def test_link_outlives_a_due_date_that_is_far_away(db):
    due = now() + timedelta(days=120)
    contribution = make_contribution(
        state="invited", session=make_session(contributions_due_at=due)
    )

    invitation = sending.invite(contribution, make_officer(city=contribution.city))

    assert invitation.expires_at > due


def test_sending_again_gives_a_new_lifetime_and_revoked_stays_revoked(db):
    old = make_invitation(expires_at=now() - timedelta(days=1))
    revoked = make_invitation()
    revoked.revoke()

    letters = sent(lambda: [sending.resend(old), sending.resend(revoked)])

    assert old.is_valid
    assert not revoked.is_valid
    assert [letter.to for letter in letters] == [[old.officer.user.email]]


def test_reminder_is_sent_once_whoever_asks(db):
    invitation = make_invitation()

    letters = sent(lambda: [sending.remind(invitation) for _press in range(3)])

    assert len(letters) == 1
    invitation.refresh_from_db()
    assert (invitation.reminders, invitation.reminded_at is not None) == (1, True)


@pytest.mark.parametrize("state", ["submitted", "accepted", "withdrawn", "declined"])
def test_nobody_who_has_answered_is_reminded(db, state):
    invitation = make_invitation(contribution=make_contribution(state=state))

    assert not sending.remind(invitation)


def test_former_officers_and_revoked_links_are_not_reminded(db):
    former, revoked, asleep = make_invitation(), make_invitation(), make_invitation()
    former.officer.until = now() - timedelta(minutes=1)
    former.officer.save()
    revoked.revoke()
    asleep.officer.user.is_active = False
    asleep.officer.user.save()

    for invitation in (former, revoked, asleep):
        assert not sending.remind(invitation)
        assert not invitation.awaits_answer
        assert not Invitation.objects.awaiting_answer().filter(pk=invitation.pk).exists()


@pytest.mark.parametrize("state", Contribution.State.values)
def test_what_awaits_an_answer_is_the_same_asked_of_one_or_of_many(db, state):
    invitation = make_invitation(contribution=make_contribution(state=state))

    many = Invitation.objects.awaiting_answer().filter(pk=invitation.pk).exists()

    assert invitation.awaits_answer == many


def test_page_of_an_officer_lists_their_invitations(client, db, django_assert_max_num_queries):
    client.force_login(make_user(group=ORGANISERS))
    invitation = make_invitation()
    other = make_invitation()
    address = reverse("admin:cities_officer_change", args=[invitation.officer_id])

    page = client.get(address).content.decode()

    assert str(invitation.contribution.session) in page
    assert str(other.contribution.session) not in page
    # It is only looked at: nothing of it can be typed or added here.
    assert 'name="invitations-0-expires_at' not in page
    assert 'name="invitations-0-DELETE"' not in page
    for _number in range(3):
        session = make_invitation().contribution.session
        contribution = make_contribution(
            state="invited", session=session, city=invitation.officer.city
        )
        make_invitation(contribution=contribution, officer=invitation.officer)
    with django_assert_max_num_queries(40):
        client.get(address)
