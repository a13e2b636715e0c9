"""“Sent” on an invitation, a board or a contribution means accepted by the mail server."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from cities.invitations import reminders, sending
from cities.models import Invitation, WordingStanding
from cities.review import transitions
from cities.review.status_board import status_board
from llex.core.mail import delivery
from llex.core.mail.models import Mail, MailState
from sessions_app.admin.status_board import _awaiting
from tests.factories import make_contribution, make_invitation, make_officer, make_session

GONE = "django.core.mail.backends.smtp.EmailBackend"


@pytest.fixture
def server_away(settings):
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = GONE, 1


@pytest.fixture
def invitation(db):
    return make_invitation(sent_at=None)


def reload(row):
    return type(row).objects.get(pk=row.pk)


def test_invitation_is_sent_once_the_server_has_accepted_it(invitation, settings):
    sending.resend(invitation)
    row = reload(invitation)
    assert (row.sent_at, row.get_state_display()) == (None, "being sent")

    delivery.deliver_due()

    row = reload(invitation)
    assert row.sent_at == Mail.objects.get().sent_at
    assert row.get_state_display() == "not opened yet"


def test_invitation_that_the_server_does_not_take_is_not_sent(invitation, server_away):
    sending.resend(invitation)

    delivery.deliver_due()

    row = reload(invitation)
    assert (row.sent_at, row.get_state_display()) == (None, "not delivered")


@pytest.mark.parametrize("state", [MailState.GIVEN_UP, MailState.BOUNCED])
def test_mail_that_came_back_shows_on_the_board(invitation, state):
    sending.resend(invitation)
    delivery.deliver_due()
    Mail.objects.update(state=state)

    (row,) = status_board(invitation.contribution.session, {}).rows

    assert row.invitations[0].get_state_display() == "not delivered"


def test_reminder_counts_once_the_server_has_accepted_it(db, settings):
    row = make_invitation(sent_at=now() - timedelta(days=2))

    assert sending.remind(row)
    assert (reload(row).reminders, reload(row).reminded_at) == (0, None)
    # Nobody is reminded twice meanwhile.
    assert not sending.remind(row)
    delivery.deliver_due()

    assert (reload(row).reminders, reload(row).reminded_at is not None) == (1, True)


def test_nobody_is_reminded_of_an_invitation_that_did_not_go_out(db):
    due = now() + timedelta(hours=3)
    session = make_session(starts_at=now() + timedelta(days=3), contributions_due_at=due)
    contribution = make_contribution(session=session, state="invited")
    never = make_invitation(
        contribution=contribution, sent_at=None, written_at=now() - timedelta(days=3)
    )

    assert never not in [one.invitation for one in reminders.due_reminders()]
    Invitation.objects.update(sent_at=now() - timedelta(days=3))
    assert never in [one.invitation for one in reminders.due_reminders()]


def test_board_reminds_nobody_whose_invitation_was_written_just_now(invitation):
    sending.resend(invitation)

    assert _awaiting(status_board(invitation.contribution.session, {})) == []


def test_wording_is_sent_once_the_server_has_accepted_its_mail(db):
    contribution = make_contribution()
    make_officer(city=contribution.city)
    transitions.send_wording(contribution, by=None)
    assert reload(contribution).wording_standing == WordingStanding.ASKED

    delivery.deliver_due()

    row = reload(contribution)
    assert row.wording_standing == WordingStanding.SENT
    assert row.wording_sent_at == Mail.objects.get(kind="wording_ready").sent_at


def test_mail_of_a_session_names_its_sender_and_how_to_receive_no_more(invitation):
    session = invitation.contribution.session
    type(session.series).objects.update(contact="office@example.org")
    row = reload(invitation)
    sending.resend(row)

    message = delivery.message(Mail.objects.get()).message()

    assert str(session.series) in str(message["From"])
    assert message["Reply-To"] == "office@example.org"
    assert "<mailto:office@example.org?subject=" in message["List-Unsubscribe"]
    assert "/contribute/invitations/" in message["List-Unsubscribe"]
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == row.officer.user.language
