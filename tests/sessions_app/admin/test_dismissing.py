"""Findings of the check are dismissed with a reason, until the text changes."""

import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from django.utils import translation

from sessions_app.briefing.editions import NotReady, publish
from sessions_app.briefing.preflight.checks import check_note, preflight_session
from sessions_app.briefing.preflight.dismissals import dismiss
from sessions_app.groups import RAPPORTEURS
from sessions_app.models import DismissedFinding
from tests.factories import make_contribution, make_full_session, make_user

DOUBLED = "We look at at housing. Nothing else."
REASON = "It is a quotation."


@pytest.fixture
def session(db):
    return make_full_session(languages=["en"], closing_text_en=DOUBLED)


def only(session):
    (finding,) = preflight_session(session)
    return finding


def at(session, view="dismiss_finding"):
    return reverse(f"admin:sessions_app_learningsession_{view}", args=[session.pk])


def rewrite(session, text):
    session.closing_text_en = text
    session.save()


def put_away(session, reason=REASON):
    return dismiss(session, only(session), reason, by=make_user())


# --- What is hidden, and for how long ---------------------------------------------------------


def test_dismissed_finding_is_left_out_and_returns_with_another_text(session):
    put_away(session)
    assert preflight_session(session) == []

    rewrite(session, "We looked at at housing. Nothing else.")
    assert only(session).code == "doubled_word"

    rewrite(session, DOUBLED)
    assert preflight_session(session) == []


def test_paragraph_elsewhere_in_the_text_may_change(session):
    put_away(session)

    rewrite(session, f"{DOUBLED}\n\nSee you.")

    assert preflight_session(session) == []


def test_finding_is_hidden_in_every_language_of_the_admin(db):
    session = make_full_session(closing_text_en=DOUBLED, summary_en="- One.\n- Two.\n- Three.")
    for finding in preflight_session(session):
        if finding.may_be_dismissed:
            dismiss(session, finding, REASON, by=make_user())

    for language in ("en", "fr", "es", "ar"):
        with translation.override(language):
            assert [one for one in preflight_session(session) if one.may_be_dismissed] == []


def test_count_that_changes_brings_its_finding_back(db):
    session = make_full_session(languages=["en"], summary_en="- One.")
    finding = next(one for one in preflight_session(session) if one.code == "summary_length")
    dismiss(session, finding, REASON, by=make_user())
    assert "summary_length" not in {one.code for one in preflight_session(session)}

    session.summary_en = "- One.\n- Two."
    session.save()

    assert "summary_length" in {one.code for one in preflight_session(session)}


def test_finding_of_another_session_is_not_hidden(session):
    put_away(session)
    other = make_full_session(languages=["en"], closing_text_en=DOUBLED)

    assert "doubled_word" in {one.code for one in preflight_session(other)}


def test_dismissed_error_does_not_stop_and_its_reason_is_in_the_edition(db):
    session = make_full_session(languages=["en"], closing_text_en="On " + "X" * 3)
    with pytest.raises(NotReady):
        publish(session)
    put_away(session)

    edition = publish(session).edition

    (kept,) = edition.findings
    assert kept["code"] == "placeholder"
    assert kept["dismissed"]["reason"] == REASON
    assert edition.override == ""


def test_city_that_is_left_out_cannot_be_dismissed(as_organiser, session):
    make_contribution(session=session, state="invited", order=9)
    finding = next(one for one in preflight_session(session) if one.is_left_out)

    as_organiser.post(at(session), {"finding": finding.fingerprint, "reason": REASON})

    assert not DismissedFinding.objects.exists()


# --- The page -----------------------------------------------------------------------------------


def test_finding_is_dismissed_on_the_page_and_shown_again(as_organiser, session):
    data = {"finding": only(session).fingerprint, "reason": f"  {REASON} "}

    page = as_organiser.post(at(session), data, follow=True).content.decode()

    row = DismissedFinding.objects.get()
    assert (row.session, row.code, row.language) == (session, "doubled_word", "en")
    assert row.reason == REASON
    assert "1 dismissed" in page
    assert REASON in page
    assert str(row.dismissed_by) in page
    cockpit = as_organiser.get(at(session, "cockpit")).content.decode()
    assert "1 dismissed" in cockpit

    as_organiser.post(at(session, "show_finding"), {"dismissed": row.pk})
    assert only(session).code == "doubled_word"


@pytest.mark.parametrize("reason", ["", "  \n ", "x" * 301])
def test_reason_that_is_missing_or_too_long_is_asked_for_and_kept(as_organiser, session, reason):
    answer = as_organiser.post(
        at(session), {"finding": only(session).fingerprint, "reason": reason}
    )

    page = answer.content.decode()
    assert answer.status_code == 200
    assert not DismissedFinding.objects.exists()
    assert 'aria-invalid="true"' in page
    assert answer.context["dismissal"].errors["reason"][0] in page
    assert reason.strip() in page
    assert "1 dismissed" not in page


def test_finding_that_is_gone_is_told_with_the_reason(as_organiser, session):
    data = {"finding": only(session).fingerprint, "reason": REASON}
    rewrite(session, "Nothing is wrong here.")

    page = as_organiser.post(at(session), data, follow=True).content.decode()

    assert "no longer there" in page
    assert REASON in page
    assert not DismissedFinding.objects.exists()


@pytest.mark.parametrize("view", ["dismiss_finding", "show_finding"])
def test_only_those_who_may_publish_do_it(client, session, view):
    row = put_away(session)
    data = {"dismissed": row.pk, "finding": row.fingerprint, "reason": REASON}

    assert "/login/" in client.post(at(session, view), data)["Location"]
    client.force_login(make_user(group=RAPPORTEURS))
    assert client.post(at(session, view), data).status_code == 403
    client.force_login(make_user())
    assert client.post(at(session, view), data).status_code == 302
    assert DismissedFinding.objects.get() == row


def test_rapporteur_sees_findings_without_a_way_to_dismiss_them(client, session):
    client.force_login(make_user(group=RAPPORTEURS))

    page = client.get(at(session, "preflight")).content.decode()

    assert "the word is there twice" in page
    assert 'name="reason"' not in page


@pytest.mark.parametrize("view", ["dismiss_finding", "show_finding"])
def test_it_is_done_by_post_to_a_session_that_exists(as_organiser, session, view):
    address = at(session, view)

    assert as_organiser.get(address).status_code == 405
    assert as_organiser.post(address.replace(str(session.pk), "987654")).status_code == 404


@pytest.mark.parametrize("key", ["", "x", "987654"])
def test_what_was_not_dismissed_cannot_be_shown_again(as_organiser, session, key):
    answer = as_organiser.post(at(session, "show_finding"), {"dismissed": key})

    assert answer.status_code == 404


def test_what_another_session_dismissed_stays(as_organiser, session):
    row = put_away(session)
    other = make_full_session(languages=["en"])

    answer = as_organiser.post(at(other, "show_finding"), {"dismissed": row.pk})

    assert answer.status_code == 404
    assert DismissedFinding.objects.get() == row


def test_what_is_meant_is_marked_in_its_text(as_organiser, session):
    page = as_organiser.get(at(session, "preflight")).content.decode()

    assert 'lang="en" dir="auto">We look <mark>at at</mark> housing. Nothing else.</p>' in page


# --- The command --------------------------------------------------------------------------------


def test_command_lists_what_was_dismissed_last(session, capsys):
    put_away(session)

    call_command("preflight", session.slug)
    printed = capsys.readouterr().out
    call_command("preflight", session.slug, "--json")
    (found,) = json.loads(capsys.readouterr().out)

    assert printed.startswith("dismissed: The way forward [en]: ")
    assert printed.endswith(f"({REASON})\n")
    assert found["dismissed"]["reason"] == REASON


def test_command_fails_for_errors_that_were_not_dismissed(db):
    session = make_full_session(languages=["en"], closing_text_en="On " + "X" * 3)
    with pytest.raises(CommandError):
        call_command("preflight", session.slug)

    put_away(session)

    call_command("preflight", session.slug)
    assert check_note(session).errors == []
