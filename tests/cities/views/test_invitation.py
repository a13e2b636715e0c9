"""The page behind a personal link: who is let in, who is not, and that reading changes nothing."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client, TestCase
from django.urls import reverse
from django.utils.timezone import now

from cities.invitations import magic_links, sending
from cities.models import Contribution, Invitation
from tests.factories import make_contribution, make_invitation, make_session


def path(invitation, language="en"):
    return magic_links.build_url(invitation, language).removeprefix("http://testserver")


def in_session(state, **dates):
    return make_invitation(
        contribution=make_contribution(state=state, session=make_session(**dates))
    )


def closed_yesterday():
    yesterday = now() - timedelta(days=1)
    return {"contributions_due_at": yesterday, "contributions_close_at": yesterday}


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_a_link_changes_nothing(client, db, method):
    invitation = make_invitation()
    before = Invitation.objects.values().get(), Contribution.objects.values().get()

    answer = getattr(client, method)(path(invitation), headers={"Purpose": "prefetch"})

    assert answer.status_code == 200
    assert (Invitation.objects.values().get(), Contribution.objects.values().get()) == before
    assert not Session.objects.exists()
    assert "sessionid" not in answer.cookies


def test_page_says_whose_it_is_and_names_itself_to_nobody(client, db):
    invitation = make_invitation()

    answer = client.get(path(invitation))
    page = answer.content.decode()

    for text in (invitation.officer.user, invitation.contribution.city, "Please answer by"):
        assert str(text) in page
    assert answer["Referrer-Policy"] == "strict-origin"
    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]
    assert 'rel="canonical"' not in page


def test_button_lets_in_begins_and_notes_the_first_use(client, db):
    invitation = make_invitation()

    answer = client.post(path(invitation), {"action": "enter"})

    invitation.refresh_from_db()
    first = invitation.used_at
    assert answer.url == reverse("cities:contribution_edit", args=[invitation.contribution_id])
    assert Contribution.objects.get().state == "draft"
    assert first is not None
    client.post(path(invitation), {"action": "enter"})
    invitation.refresh_from_db()
    assert invitation.used_at == first


def test_button_needs_the_token_against_forged_requests(db):
    invitation = make_invitation()

    answer = Client(enforce_csrf_checks=True).post(path(invitation), {"action": "enter"})

    assert answer.status_code == 403
    assert Contribution.objects.get().state == "invited"


def test_other_methods_are_refused(client, db):
    assert client.put(path(make_invitation())).status_code == 405


@pytest.mark.parametrize("state", ["submitted", "accepted", "changes_requested"])
def test_what_was_sent_is_opened_also_after_the_last_day(client, db, state):
    invitation = in_session(state, **closed_yesterday())

    assert client.get(path(invitation)).status_code == 200
    assert client.post(path(invitation), {"action": "enter"}).status_code == 302
    assert Contribution.objects.get().state == state


def expired():
    return make_invitation(
        sent_at=now() - timedelta(days=61), expires_at=now() - timedelta(minutes=1)
    )


def revoked():
    invitation = make_invitation()
    invitation.revoke()
    return invitation


def of_a_former_officer():
    invitation = make_invitation()
    invitation.officer.until = now() - timedelta(minutes=1)
    invitation.officer.save()
    return invitation


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (expired, "too old"),
        (revoked, "was withdrawn"),
        (of_a_former_officer, "no longer writes"),
        (lambda: in_session("invited", **closed_yesterday()), "takes no more contributions"),
        (lambda: in_session("draft", **closed_yesterday()), "had begun to write is kept"),
        (lambda: in_session("withdrawn"), "was withdrawn"),
        (lambda: in_session("declined"), "does not contribute this time"),
    ],
)
@pytest.mark.parametrize("action", ["", "enter", "decline"])
def test_link_that_is_closed_says_why_and_lets_nobody_in(client, db, made, said, action):
    invitation = made()
    state = invitation.contribution.state

    answer = (
        client.post(path(invitation), {"action": action})
        if action
        else client.get(path(invitation))
    )

    assert answer.status_code == 410
    assert said in answer.content.decode()
    assert Contribution.objects.get().state == state
    assert not Session.objects.exists()


def test_forged_and_foreign_links_are_not_known(client, db):
    mine, other = make_invitation(), make_invitation()
    genuine = path(mine)
    token = genuine.rstrip("/").rpartition("/")[2]
    forged = [
        genuine.replace(token, token[:-4] + token[-4:].swapcase() + "A"),
        genuine.replace(str(mine.key), str(other.key)),
        genuine.replace(str(mine.key), str(uuid4())),
        genuine.replace(token, "x" * 5000),
    ]

    for address in forged:
        for answer in (client.get(address), client.post(address, {"action": "enter"})):
            assert answer.status_code == 404
            assert "This link does not work" in answer.content.decode()
    assert set(Contribution.objects.values_list("state", flat=True)) == {"invited"}


def test_link_for_one_contribution_opens_no_other(client, db):
    mine, other = make_invitation(), make_invitation()
    client.post(path(mine), {"action": "enter"})

    for page in ("contribution_decline", "contribution_withdraw"):
        address = reverse(f"cities:{page}", args=[other.contribution_id])
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404
    other.contribution.refresh_from_db()
    assert other.contribution.state == "invited"


def test_link_that_was_revoked_meanwhile_ends_at_once(client, db):
    invitation = make_invitation()
    client.post(path(invitation), {"action": "enter"})
    address = reverse("cities:contribution_withdraw", args=[invitation.contribution_id])
    assert client.get(address).status_code == 200

    invitation.revoke()

    assert client.get(address).status_code == 404


def test_expired_link_is_sent_anew_to_its_officer_and_the_old_one_stays_dead(
    client, db, monkeypatch
):
    invitation = expired()
    with monkeypatch.context() as past:
        long_ago = now().timestamp() - 61 * 24 * 3600
        past.setattr("time.time", lambda: long_ago)
        old = path(invitation)

    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = client.post(old, {"action": "renew", "email": "thief@example.org"})

    assert answer.status_code == 200
    (letter,) = mail.outbox
    assert letter.to == [invitation.officer.user.email]
    invitation.refresh_from_db()
    assert invitation.is_valid
    assert client.get(old).status_code == 410
    assert client.get(path(invitation)).status_code == 200


def test_new_link_is_sent_once_an_hour_at_most(client, db, monkeypatch):
    invitation = expired()
    with monkeypatch.context() as past:
        long_ago = now().timestamp() - 61 * 24 * 3600
        past.setattr("time.time", lambda: long_ago)
        old = path(invitation)

    with TestCase.captureOnCommitCallbacks(execute=True):
        client.post(old, {"action": "renew"})
        again = client.post(old, {"action": "renew"})

    assert "less than an hour ago" in again.content.decode()
    assert len(mail.outbox) == 1


def test_revoked_link_is_not_sent_anew(client, db):
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = client.post(path(revoked()), {"action": "renew"})

    assert answer.status_code == 410
    assert mail.outbox == []


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_page_is_in_the_language_of_the_link(client, db, language):
    page = client.get(path(make_invitation(), language)).content.decode()

    assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in page


def test_declining_goes_by_the_link_with_a_reason_that_only_organisers_read(client, db):
    invitation = make_invitation()
    contribution = invitation.contribution

    asked = client.post(path(invitation), {"action": "decline"})
    contribution.refresh_from_db()
    assert contribution.state == "invited"
    client.post(asked.url, {"reason": "Elections are near."})

    contribution.refresh_from_db()
    note = contribution.review_notes.get()
    assert contribution.state == "declined"
    assert (note.text, note.to_city, note.author) == (
        "Elections are near.",
        False,
        invitation.officer.user,
    )
    assert client.post(asked.url).status_code == 409


def test_declining_needs_no_reason_but_not_an_endless_one(client, db):
    invitation = make_invitation()
    asked = client.post(path(invitation), {"action": "decline"})

    assert client.post(asked.url, {"reason": "x" * 2001}).status_code == 200
    assert Contribution.objects.get().state == "invited"
    client.post(asked.url)
    assert Contribution.objects.get().state == "declined"
    assert not Contribution.objects.get().review_notes.exists()


@pytest.mark.parametrize("page", ["contribution_decline", "contribution_withdraw"])
def test_endings_are_refused_to_whoever_did_not_come_by_a_link(client, db, page):
    contribution = make_invitation().contribution
    address = reverse(f"cities:{page}", args=[contribution.pk])

    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404
    assert client.put(address).status_code == 405
    contribution.refresh_from_db()
    assert contribution.state == "invited"


def test_withdrawing_asks_first(client, db):
    invitation = make_invitation(contribution=make_contribution(state="accepted"))
    client.post(path(invitation), {"action": "enter"})
    address = reverse("cities:contribution_withdraw", args=[invitation.contribution_id])

    assert "cannot be taken back" in client.get(address).content.decode()
    assert Contribution.objects.get().state == "accepted"
    client.post(address)
    assert Contribution.objects.get().state == "withdrawn"


def test_letter_leads_to_the_page(client, db):
    invitation = make_invitation()
    with TestCase.captureOnCommitCallbacks(execute=True):
        sending.resend(invitation)

    address = next(line for line in mail.outbox[0].body.splitlines() if "/invitations/" in line)

    assert client.get(address.removeprefix("http://testserver")).status_code == 200
