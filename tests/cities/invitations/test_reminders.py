"""The command `remind`: when, to whom, and never twice."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import TestCase
from django.utils.timezone import now

from cities.invitations.reminders import last_reminder_time, reminder_times
from cities.models import Invitation
from tests.factories import make_contribution, make_invitation, make_officer, make_session


def invited(*, due, sent=timedelta(days=20), closes=None, state="invited", **overrides):
    """An invitation whose answer is due in *due*, sent *sent* ago."""
    due_at = now() + due
    session = make_session(
        contributions_due_at=due_at, contributions_close_at=closes and now() + closes
    )
    contribution = make_contribution(state=state, session=session)
    return make_invitation(contribution=contribution, sent_at=now() - sent, **overrides)


def remind(*arguments):
    out = io.StringIO()
    with TestCase.captureOnCommitCallbacks(execute=True):
        call_command("remind", *arguments, stdout=out)
    return out.getvalue()


def sent_to():
    return [letter.to[0] for letter in mail.outbox]


def test_moments_are_mornings_where_the_session_is_held_and_the_due_date_when_late_is_taken(db):
    session = make_session(
        time_zone="Asia/Tokyo",
        contributions_due_at=datetime(2030, 5, 20, 3, tzinfo=UTC),
        contributions_close_at=datetime(2030, 5, 22, 3, tzinfo=UTC),
    )

    assert reminder_times(session) == [
        datetime(2030, 5, 12, 15, tzinfo=UTC),
        datetime(2030, 5, 17, 15, tzinfo=UTC),
        datetime(2030, 5, 19, 15, tzinfo=UTC),
        datetime(2030, 5, 20, 3, tzinfo=UTC),
    ]


def test_session_without_due_date_reminds_nobody(db):
    make_invitation(contribution=make_contribution(state="invited"))

    assert remind() == "Written: 0.\n"


@pytest.mark.parametrize(("due", "count"), [(30, 0), (8, 0), (6, 1), (1, 1)])
def test_reminder_is_sent_from_seven_days_before(db, due, count):
    invited(due=timedelta(days=due))

    remind()

    assert len(mail.outbox) == count


def test_running_again_sends_nothing_twice_and_missed_moments_are_one_letter(db):
    invitation = invited(due=timedelta(days=1))

    first, second = remind(), remind()

    assert sent_to() == [invitation.officer.user.email]
    assert invitation.officer.user.email in first
    assert second == "Written: 0.\n"


def test_next_moment_sends_again(db):
    invitation = invited(due=timedelta(days=1), reminded_at=now() - timedelta(days=5))

    remind()

    assert sent_to() == [invitation.officer.user.email]


def test_who_was_invited_after_the_moment_is_not_reminded_of_it(db):
    invited(due=timedelta(days=6), sent=timedelta(minutes=5))

    assert remind() == "Written: 0.\n"


def test_grace_time_reminds_once_and_says_so(db):
    invited(
        due=-timedelta(hours=1), closes=timedelta(days=2), reminded_at=now() - timedelta(days=1)
    )

    remind()
    remind()

    (letter,) = mail.outbox
    assert letter.subject.startswith("Still welcome")


def test_nothing_is_sent_once_all_is_closed(db):
    invitation = invited(due=-timedelta(hours=1))

    assert last_reminder_time(invitation.contribution.session) is None
    assert remind() == "Written: 0.\n"


@pytest.mark.parametrize("state", ["submitted", "accepted", "declined", "withdrawn"])
def test_nothing_is_sent_to_who_has_answered(db, state):
    invited(due=timedelta(days=1), state=state)

    assert remind() == "Written: 0.\n"


def test_nothing_is_sent_to_revoked_former_or_unsent(db):
    one = invited(due=timedelta(days=1))
    one.revoke()
    city = invited(due=timedelta(days=1), sent=timedelta(days=20)).contribution.city
    Invitation.objects.filter(contribution__city=city).update(sent_at=None)
    former = invited(due=timedelta(days=1))
    former.officer.until = now()
    former.officer.save()

    assert remind() == "Written: 0.\n"


def test_letter_is_in_the_language_of_the_officer_with_a_link_that_lives(db, client):
    session = make_session(contributions_due_at=now() + timedelta(days=1))
    contribution = make_contribution(state="draft", session=session)
    officer = make_officer(city=contribution.city)
    officer.user.language = "es"
    officer.user.save()
    make_invitation(
        contribution=contribution, officer=officer, sent_at=now() - timedelta(days=70),
        expires_at=now() - timedelta(days=1),
    )  # fmt: skip

    remind()

    (letter,) = mail.outbox
    link = next(line for line in letter.body.splitlines() if "/es/contribute/invitations/" in line)
    assert client.get(link.removeprefix("http://testserver")).status_code == 200


def test_dry_run_says_what_it_would_send_and_sends_nothing(db):
    invitation = invited(due=timedelta(days=1))

    said = remind("--dry-run")

    assert invitation.officer.user.email in said
    assert said.endswith("To be written: 1.\n")
    assert mail.outbox == []
    invitation.refresh_from_db()
    assert invitation.reminders == 0


def test_dry_run_counts_what_the_real_run_sends(db):
    day = timedelta(days=1)
    for state in ("invited", "draft", "changes_requested", "submitted", "declined"):
        invited(due=day, state=state)
    invited(due=day, revoked_at=now())
    invited(due=day, reminded_at=now())
    invited(due=-day)
    invited(due=-day, closes=day)
    closed = invited(due=day)
    type(closed.officer.user).objects.filter(pk=closed.officer.user.pk).update(is_active=False)

    dry, again, real = remind("--dry-run"), remind("--dry-run"), remind()

    assert dry == again
    assert dry.replace("To be written", "Written") == real
    assert real.endswith("Written: 4.\n")
    assert len(mail.outbox) == 4


def test_other_days_may_be_asked_for(db):
    invited(due=timedelta(days=13))

    assert remind("--days", "14").endswith("Written: 1.\n")


@pytest.mark.parametrize("days", ["soon", "-1", ""])
def test_days_that_are_none_are_refused(db, days):
    with pytest.raises(CommandError):
        remind(f"--days={days}")
