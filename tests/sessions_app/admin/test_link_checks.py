"""Organisers have the sites of a note's links asked; what is found is in the check."""

import json

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.urls import reverse

from llex.core.languages.bidi import isolate
from sessions_app.briefing.preflight import answer_checks
from sessions_app.briefing.preflight.checks import preflight_session
from sessions_app.briefing.preflight.site_answers import Answer
from sessions_app.groups import RAPPORTEURS
from tests.factories import make_full_session, make_user

GONE, GOOD, SHUT = (f"https://city{one}.org/plan" for one in ("gone", "good", "shut"))
ANSWERS = {GONE: Answer("gone", 404), GOOD: Answer("answers", 200), SHUT: Answer("refused", 403)}


@pytest.fixture(autouse=True)
def asked(monkeypatch):
    """Answer for the sites, and list what they are asked."""
    caches["shared"].clear()
    found = []

    def answer_of(address):
        found.append(address)
        return ANSWERS.get(address, Answer("answers", 200))

    monkeypatch.setattr(answer_checks, "answer_of", answer_of)
    monkeypatch.setattr(answer_checks, "_PAUSE", 0)
    return found


@pytest.fixture
def session(db):
    text = f"See [the plan]({GONE}), {GOOD} and {SHUT} or write to team@uclg.org."
    return make_full_session(languages=["en"], closing_text_en=text)


def at(session, view="ask_sites"):
    return reverse(f"admin:sessions_app_learningsession_{view}", args=[session.pk])


def test_answers_are_findings_beside_the_text(
    as_organiser, session, asked, django_capture_on_commit_callbacks
):
    before = as_organiser.get(at(session, "preflight")).content.decode()
    assert "Check whether" in before
    assert asked == []

    with django_capture_on_commit_callbacks(execute=True):
        assert as_organiser.post(at(session))["Location"] == at(session, "preflight")
    page = as_organiser.get(at(session, "preflight")).content.decode()

    assert {GONE, GOOD, SHUT} <= set(asked)
    assert "team@uclg.org" not in " ".join(asked)
    assert f"Nothing is at “{isolate(GONE)}”: the site answered 404" in page
    assert f"“{isolate(SHUT)}” could not be checked: the site answered 403" in page
    assert "Last checked" in page
    found = {one.code: one for one in preflight_session(session)}
    assert (found["dead_link"].target.field, found["dead_link"].language) == ("closing_text", "en")
    assert {one.severity for one in found.values()} == {"warning"}
    assert not any(GOOD in one.message for one in found.values())


def test_command_reads_what_is_kept(session, asked, capsys):
    answer_checks.ask.call([GONE])
    asked.clear()

    call_command("preflight", session.slug, "--json")

    assert "dead_link" in {one["code"] for one in json.loads(capsys.readouterr().out)}
    assert asked == []


def test_what_waits_is_not_asked_again(as_organiser, session, asked):
    as_organiser.post(at(session))
    page = as_organiser.get(at(session, "preflight")).content.decode()
    assert "being checked" in page

    again = as_organiser.post(at(session), follow=True).content.decode()

    assert "or all are being checked" in again
    assert asked == []


def test_switched_off(as_organiser, session, settings, asked):
    answer_checks.ask.call([GONE])
    settings.LINK_CHECKS = False

    assert as_organiser.post(at(session)).status_code == 404
    assert at(session) not in as_organiser.get(at(session, "preflight")).content.decode()
    assert preflight_session(session) == []


def test_only_those_who_may_publish_ask(client, session, asked):
    assert "/login/" in client.post(at(session))["Location"]
    client.force_login(make_user(group=RAPPORTEURS))
    assert client.post(at(session)).status_code == 403
    assert at(session) not in client.get(at(session, "preflight")).content.decode()
    client.force_login(make_user())
    assert client.post(at(session)).status_code == 302
    assert asked == []


def test_it_is_asked_by_post_of_a_session_that_exists(as_organiser, session):
    assert as_organiser.get(at(session)).status_code == 405
    assert as_organiser.post(at(session).replace(str(session.pk), "987654")).status_code == 404


def test_what_takes_too_long_is_left(asked, monkeypatch):
    monkeypatch.setattr(answer_checks, "_SECONDS", -1)

    answer_checks.ask.call([GONE, SHUT])

    assert answer_checks.kept_answers([GONE, SHUT]) == {}


@pytest.mark.parametrize(
    ("addresses", "outcomes"),
    [
        ([GONE, GOOD], ["silent", "silent"]),
        ([GONE, SHUT], ["no_host", "refused"]),
        ([GONE], ["no_host"]),
    ],
)
def test_server_without_a_network_says_nothing_of_the_sites(monkeypatch, addresses, outcomes):
    known = {SHUT: Answer("refused", 403)}
    monkeypatch.setattr(
        answer_checks, "answer_of", lambda address: known.get(address, Answer("no_host"))
    )

    answer_checks.ask.func(addresses)

    kept = answer_checks.kept_answers(addresses)
    assert [kept[address].answer.outcome for address in addresses] == outcomes
