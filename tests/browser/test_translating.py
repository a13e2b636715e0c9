"""The translation desk in a browser: saving while typing, two at once, without scripts."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from llex.core.models import User
from sessions_app.groups import ORGANISERS
from sessions_app.models import GlossaryTerm
from sessions_app.translation_desk.assignments import assign_translator
from tests.browser.test_organising import log_in
from tests.factories import make_full_session, make_session, make_user

PHONE = {"viewport": {"width": 360, "height": 740}}
LAPTOP = {"viewport": {"width": 1366, "height": 768}}
NIGHT = LAPTOP | {"color_scheme": "dark"}
PLAIN = LAPTOP | {"java_script_enabled": False}


@pytest.fixture
def session(transactional_db):
    GlossaryTerm.objects.create(term_en="met", term_fr="réunies")
    make_session(introduction_en="Why we met then (en)", introduction_fr="Pourquoi, alors")
    session = make_full_session(introduction_ar="")
    session.introduction_en = "Why we met again (en)"
    session.save()
    return session


@pytest.fixture
def organiser(transactional_db):
    return make_user(group=ORGANISERS, name="Ana Brandt")


@pytest.fixture
def translator(session, organiser):
    assign_translator(session, ["fr"], email="tara@example.org", name="Tara", by=organiser)
    return User.objects.get(email="tara@example.org")


def enter(reader, user):
    """Bring a translator in, who has no password: by the session that a code begins."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    cookies = [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": reader.site}]
    reader.page.context.add_cookies(cookies)


def at(session, rest="", language="en"):
    address = reverse("admin:sessions_app_learningsession_translations", args=[session.pk])
    return address.replace("/en/", f"/{language}/", 1) + rest


def text(session, field="introduction", language="fr"):
    return f"learningsession-{session.pk}-{field}/{language}/"


@pytest.mark.parametrize(
    "reader", [LAPTOP, PHONE, NIGHT], indirect=True, ids=["laptop", "phone", "night"]
)
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_pages_have_no_barrier_and_fit_the_window(reader, session, organiser, translator, language):
    log_in(reader, organiser)

    for rest in ("", text(session), text(session, language="ar"), "translators/", "files/"):
        reader.open(at(session, rest, language))
        assert reader.violations(".desk") == [], rest
        assert reader.overflow() == 0, rest


def test_what_is_typed_is_saved_by_itself(reader, session, translator):
    enter(reader, translator)
    page = reader.open(at(session, text(session)))

    page.get_by_label("Translation (Français)").fill("Pourquoi nous voilà réunies")
    page.get_by_text("Saved.").wait_for()
    page.get_by_label("Translation (Français)").press_sequentially(" encore")
    page.get_by_text("Not saved yet.").wait_for()
    page.get_by_text("Saved.").wait_for()

    session.refresh_from_db()
    assert session.introduction_fr == "Pourquoi nous voilà réunies encore"
    assert page.locator("[data-state]").inner_text() == "in review"
    assert reader.errors == []


def test_translator_who_was_signed_out_is_told_and_loses_no_word(reader, session, translator):
    enter(reader, translator)
    page = reader.open(at(session, text(session)))
    reader.page.context.clear_cookies()

    page.get_by_label("Translation (Français)").fill("Presque perdu")
    page.get_by_text("You have been signed out.").wait_for()

    assert page.get_by_label("Translation (Français)").input_value() == "Presque perdu"
    session.refresh_from_db()
    assert session.introduction_fr != "Presque perdu"
    reader.errors.clear()


def test_wording_of_an_earlier_session_is_taken_over(reader, session, translator):
    enter(reader, translator)
    page = reader.open(at(session, text(session)))

    page.get_by_role("button", name="Take this text").first.click()
    page.get_by_text("Saved.").wait_for()

    session.refresh_from_db()
    assert session.introduction_fr == "Pourquoi, alors"


def test_second_of_two_is_told_and_decides(reader, session, translator):
    enter(reader, translator)
    page = reader.open(at(session, text(session)))
    session.refresh_from_db()
    session.introduction_fr = "Le texte d’Ana"
    session.save()

    page.get_by_label("Translation (Français)").fill("Le mien")
    page.get_by_text("you and someone else changed the same fields").wait_for()
    reader.follow(page.get_by_role("button", name="Save", exact=True))
    assert "d’Ana" in page.locator(".conflicts").inner_text()
    session.refresh_from_db()
    assert session.introduction_fr == "Le texte d’Ana"
    page.get_by_label("Keep mine").check()
    reader.follow(page.get_by_role("button", name="Save my choice"))

    session.refresh_from_db()
    assert session.introduction_fr == "Le mien"
    assert len(reader.errors) == 2
    # That a save was refused is told in the console, too.
    reader.errors.clear()


@pytest.mark.parametrize("reader", [PLAIN], indirect=True)
def test_desk_works_without_scripts(reader, session, organiser):
    log_in(reader, organiser)
    page = reader.open(at(session, text(session)))

    reader.follow(page.get_by_role("button", name="The translation still holds"))
    page.get_by_label("Translation (Français)").fill("Pourquoi")
    reader.follow(page.get_by_role("button", name="Save and approve"))
    session.refresh_from_db()
    assert session.introduction_fr == "Pourquoi"
    page = reader.open(at(session, "?language=es"))
    page.locator("[name=everything]").check()
    reader.follow(page.get_by_role("button", name="Approve"))

    assert "approved." in page.content()
