"""The client of a machine translator, against a server that the test starts."""

import time

import pytest
from django.urls import reverse

from llex.core.models import TranslationMark
from llex.core.translations import machine
from llex.core.translations.machine import MachineFailure
from sessions_app.translation_desk.access import desk_access
from sessions_app.translation_desk.machine import draft_missing
from sessions_app.translation_desk.table import load_desk
from tests.factories import make_session, make_user
from tests.translator_server import running_translator, translated


@pytest.fixture
def server(settings):
    with running_translator(settings) as found:
        yield found


def test_texts_are_translated_in_one_request(server, settings):
    settings.MACHINE_TRANSLATION_KEY = "secret"

    assert machine.translate(["One", "Two"], "en", "fr") == ["[fr] One", "[fr] Two"]

    ((path, asked),) = server.asked
    assert path == "/translate"
    assert asked == {
        "q": ["One", "Two"], "source": "en", "target": "fr", "format": "text", "api_key": "secret",
    }  # fmt: skip


def test_nothing_is_sent_without_a_setting(server, settings):
    settings.MACHINE_TRANSLATION_URL = ""

    assert not machine.is_enabled()
    with pytest.raises(MachineFailure, match="no machine translation"):
        machine.translate(["One"], "en", "fr")
    assert server.asked == []


@pytest.mark.parametrize(
    ("status", "content", "told"),
    [
        (403, {"error": "Invalid API key"}, "key"),
        (429, {"error": "Slowdown"}, "too often"),
        (400, {"error": "xx is not supported"}, "xx is not supported"),
        (500, b"<html>oops</html>", "error of its own"),
        (200, b"not json", "cannot be read"),
        (200, {"translatedText": ["only one"]}, "cannot be read"),
        (200, {"translatedText": "text"}, "cannot be read"),
        (200, {"translatedText": [1, 2]}, "cannot be read"),
        (200, [], "cannot be read"),
    ],
)
def test_failure_is_told_in_words(server, status, content, told):
    server.behaviour = lambda asked: (status, content)

    with pytest.raises(MachineFailure, match=told):
        machine.translate(["One", "Two"], "en", "fr")


def test_slow_translator_is_given_up(server):
    def slow(asked):
        time.sleep(1.5)
        return translated(asked)

    server.behaviour = slow

    with pytest.raises(MachineFailure, match="in time"):
        machine.translate(["One"], "en", "fr")


def test_translator_that_is_away_is_told(settings):
    settings.MACHINE_TRANSLATION_URL = "http://127.0.0.1:9"

    with pytest.raises(MachineFailure, match="cannot be reached"):
        machine.translate(["One"], "en", "fr")


# --- On the desk ------------------------------------------------------------------------------


@pytest.fixture
def session(db):
    return make_session(title_fr="", introduction_fr="", introduction_es="")


@pytest.fixture
def organiser(client, db):
    user = make_user("Organisers")
    client.force_login(user)
    return user


def apply(session, query="?language=fr"):
    name = "admin:sessions_app_learningsession_translations_apply"
    return reverse(name, args=[session.pk]) + query


def table(session):
    return reverse("admin:sessions_app_learningsession_translations", args=[session.pk])


def everything(client, session, query="?language=fr"):
    version = client.get(table(session) + query).context["all_version"]
    return {"do": "machine", "everything": version}


def test_missing_texts_are_drafted_and_never_approved(client, session, organiser, server):
    client.post(apply(session), everything(client, session))

    session.refresh_from_db()
    assert session.title_fr == f"[fr] {session.title_en}"
    assert session.introduction_fr == f"[fr] {session.introduction_en}"
    assert not session.introduction_es
    marks = TranslationMark.objects.about([session])
    states = {mark.field: mark.state for mark in marks.filter(language="fr")}
    assert states == {"title": "machine", "introduction": "machine"}
    assert marks.get(field="title", language="fr").changed_by == organiser
    html = client.get(table(session)).content.decode()
    assert html.count('<a class="desk-state desk-state-machine" href="/') == 2


def test_one_text_is_drafted_in_the_editor(client, session, organiser, server):
    name = "admin:sessions_app_learningsession_translation"
    page = reverse(name, args=[session.pk, f"learningsession-{session.pk}-introduction", "es"])
    assert 'value="machine"' in client.get(page).content.decode()

    client.post(page, {"do": "machine"})

    session.refresh_from_db()
    assert session.introduction_es == f"[es] {session.introduction_en}"
    assert not session.introduction_fr
    assert 'value="machine"' not in client.get(page).content.decode()


def test_what_exists_is_not_drafted_again(client, session, organiser, server):
    session.title_fr = "Mien"
    session.save()

    client.post(apply(session), everything(client, session))

    session.refresh_from_db()
    assert session.title_fr == "Mien"


def test_draft_that_is_too_long_for_its_field_is_left_out(client, session, organiser, server):
    def long(asked):
        return 200, {"translatedText": ["x" * 400 if "Session" in t else "Bon" for t in asked["q"]]}

    server.behaviour = long

    client.post(apply(session), everything(client, session))

    session.refresh_from_db()
    assert (session.title_fr, session.introduction_fr) == ("", "Bon")


def test_what_was_written_while_the_machine_thought_stays(session, organiser, server):
    desk = load_desk(desk_access(organiser, session), {"language": "fr"})
    stored = type(session).objects.get(pk=session.pk)
    stored.title_fr = "Écrit entre-temps"
    stored.introduction_en = "Another reason"
    stored.save()

    written, problem = draft_missing(desk, desk.shown, organiser)

    assert (written, problem) == (0, None)
    stored.refresh_from_db()
    assert (stored.title_fr, stored.introduction_fr) == ("Écrit entre-temps", "")


def test_failure_leaves_everything_as_it_was(client, session, organiser, server):
    server.behaviour = lambda asked: (429, {"error": "Slowdown"})

    response = client.post(apply(session), everything(client, session), follow=True)

    assert "too often" in response.content.decode()
    session.refresh_from_db()
    assert not session.title_fr


def test_desk_without_a_translator_offers_none(client, session, organiser):
    assert "Draft what is missing" not in client.get(table(session)).content.decode()
    response = client.post(apply(session), everything(client, session), follow=True)
    assert "no machine translation" in response.content.decode()
