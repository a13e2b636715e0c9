"""What is in the outbox: one mail of a kind, corrected, returned, masked, forgotten."""

from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.db import transaction
from django.utils.timezone import now

from llex.core.mail import delivery, messages, outbox
from llex.core.mail.messages import Envelope
from llex.core.mail.models import Mail, MailState
from llex.core.mail.outbox import note_event
from llex.core.states import WrongState
from tests.factories import make_contribution, make_invitation, make_user
from tests.llex.core.mail.test_delivery import make_mail


def write(about=None, to=("ana@example.org",), code="1", kind="login_code"):
    return messages.send_mail(
        kind, to=to, language="en", context={"code": code}, envelope=Envelope(about=about)
    )


def test_mail_is_kept_or_lost_with_what_caused_it(transactional_db):
    with transaction.atomic():
        write()
        assert Mail.objects.count() == 1
        transaction.set_rollback(True)

    assert Mail.objects.count() == 0
    assert django_mail.outbox == []


def test_one_address_gets_one_mail_of_a_kind_about_a_thing(db):
    invitation = make_invitation()

    write(invitation, to=["Ana@example.org", "ana@EXAMPLE.org\u202c"], code="first")
    write(invitation, code="second")

    assert "second" in Mail.objects.get().text


@pytest.mark.parametrize("differs", ["kind", "about", "recipient", "nothing named"])
def test_mails_that_differ_are_both_sent(db, differs):
    invitation = make_invitation()
    write(None if differs == "nothing named" else invitation)

    write(
        {"about": make_contribution(), "nothing named": None}.get(differs, invitation),
        kind="login_unknown" if differs == "kind" else "login_code",
        to=["eva@example.org" if differs == "recipient" else "ana@example.org"],
    )

    assert Mail.objects.count() == 2


def test_mail_that_is_on_its_way_keeps_no_newer_one_out(db):
    invitation = make_invitation()
    write(invitation)
    Mail.objects.update(state=MailState.SENDING, claimed_at=now())

    write(invitation, code="newer")

    assert sorted(Mail.objects.values_list("state", flat=True)) == ["sending", "waiting"]


def test_sent_mail_may_be_sent_again(db):
    invitation = make_invitation()
    write(invitation)
    delivery.deliver_due()

    write(invitation)
    delivery.deliver_due()

    assert len(django_mail.outbox) == 2


@pytest.mark.parametrize("state", [MailState.FAILED, MailState.GIVEN_UP, MailState.BOUNCED])
def test_undelivered_mail_is_sent_to_the_corrected_address(db, state):
    row = make_mail(state=state, give_up_at=now(), tries=9, answer="550 no such user")
    first = row.message_id

    outbox.correct_address(row, " Eva@example.org\u200b")
    delivery.deliver_due()

    row.refresh_from_db()
    assert (row.recipient, row.state, row.tries) == ("eva@example.org", MailState.SENT, 1)
    assert row.message_id != first
    assert django_mail.outbox[0].to == ["eva@example.org"]


@pytest.mark.parametrize("state", [MailState.SENT, MailState.SENDING])
def test_mail_that_is_sent_is_not_sent_again_by_hand(db, state):
    row = make_mail(state=state)

    with pytest.raises(WrongState):
        outbox.try_again(row)
    with pytest.raises(WrongState):
        outbox.correct_address(row, "eva@example.org")


def test_mail_without_its_text_is_not_sent_again(db):
    row = make_mail(state=MailState.GIVEN_UP, text="", html="")

    with pytest.raises(WrongState):
        outbox.try_again(row)


@pytest.mark.parametrize("is_staff", [False, True])
def test_corrected_address_of_an_invitation_is_the_officers_but_never_of_staff(db, is_staff):
    invitation = make_invitation()
    user = invitation.officer.user
    type(user).objects.filter(pk=user.pk).update(is_staff=is_staff)
    former = user.email
    (row,) = write(invitation, to=[former], kind="invitation_reminder")

    outbox.correct_address(row, "right@example.org")

    user.refresh_from_db()
    assert user.email == (former if is_staff else "right@example.org")


def test_corrected_address_takes_none_from_somebody_else(db):
    other = make_user(email="taken@example.org")
    invitation = make_invitation()
    former = invitation.officer.user.email
    (row,) = write(invitation, to=[former])

    outbox.correct_address(row, other.email)

    invitation.officer.user.refresh_from_db()
    assert invitation.officer.user.email == former


class Event:
    """An event as django-anymail tells of it."""

    def __init__(self, kind="bounced", message_id="", recipient="", **more):
        self.event_type, self.message_id, self.recipient = kind, message_id, recipient
        self.reject_reason, self.mta_response = "invalid", "550 unknown user"
        self.description = ""


@pytest.mark.parametrize("known_by", ["identifier", "recipient"])
def test_bounce_that_a_provider_reports_is_noted_once(db, known_by):
    row = make_mail(state=MailState.SENT, sent_at=now())
    event = (
        Event(message_id=row.message_id.strip("<>"))
        if known_by == "identifier"
        else Event(message_id="of-the-provider", recipient="ANA@example.org")
    )

    note_event(None, event, esp_name="Mailgun")
    note_event(None, event, esp_name="Mailgun")

    row.refresh_from_db()
    assert row.state == MailState.BOUNCED
    assert row.answer == "Mailgun · invalid · 550 unknown user"
    assert row.bounced_at is not None


@pytest.mark.parametrize("event", [Event("delivered"), Event("opened"), Event()])
def test_other_events_change_nothing(db, event):
    row = make_mail(state=MailState.SENT, sent_at=now())

    note_event(None, event)

    row.refresh_from_db()
    assert row.state == MailState.SENT


def test_texts_are_removed_after_a_time_and_the_log_stays(db):
    month_ago = now() - timedelta(days=31)
    old = make_mail(state=MailState.SENT, sent_at=month_ago, subject="S", secrets=[])
    given_up = make_mail(state=MailState.GIVEN_UP, give_up_at=month_ago)
    kept = [
        make_mail(state=MailState.SENT, sent_at=now()),
        make_mail(state=MailState.FAILED, give_up_at=month_ago),
    ]

    old_ones = outbox.done_before(now() - timedelta(days=30))
    assert {row.pk for row in old_ones} == {old.pk, given_up.pk}
    outbox.remove_bodies(old_ones)

    for row in (old, given_up):
        row.refresh_from_db()
        assert (row.text, row.html, row.unsubscribe) == ("", "", "")
        assert row.recipient
    assert all(Mail.objects.get(pk=row.pk).text for row in kept)


def test_personal_links_and_codes_are_masked_where_a_mail_is_shown(db):
    link = "https://x.org/fr/contribute/invitations/0b6d/tok3n/?to=wording"
    reset = "https://x.org/en/accounts/password/reset/key/1-abc-def/"
    row = make_mail(
        subject="Your code: 123 456",
        text=f"{link}\n{reset}\n123 456\n",
        secrets=["123 456"],
    )

    assert row.shown_subject == "Your code: …"
    assert "tok3n" not in row.shown_text
    assert "abc-def" not in row.shown_text
    assert "123 456" not in row.shown_text


def test_mails_of_an_erased_user_are_erased(db):
    user = make_user(email="ana@example.org")
    make_mail()

    user.delete()

    assert not Mail.objects.exists()
