"""The whole way of a contribution: from the letter that invites to the city's page and the note.

Each link is taken out of the letter that was really sent. Nothing is found by its words, which are
in the officer's language.
"""

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now
from playwright.sync_api import Error

from cities.invitations import sending
from cities.models import Contribution
from llex.core.languages import CODES
from sessions_app.briefing.editions import publish
from sessions_app.briefing.preflight.checks import errors_in, preflight_session
from tests.browser.test_contributing import forgive, write
from tests.cities.review.test_comparison import filled
from tests.factories import (
    in_all,
    make_city,
    make_officer,
    make_participant,
    make_person,
    make_series,
    make_service,
    make_session,
    make_user,
)

PHONE = {"viewport": {"width": 360, "height": 780}, "has_touch": True}
PLAIN = PHONE | {"java_script_enabled": False}
OFFICER = "ana@alerce.example"
CONVENERS = "learning@example.org"


@dataclass(frozen=True)
class OfficerLanguage:
    """A language and what is written in it."""

    code: str
    direction: str
    name: str
    position: str
    shelters: str
    meals: str
    beds: str
    opening: str
    note: str


SPANISH = OfficerLanguage(
    code="es",
    direction="ltr",
    name="Ana Alcaldesa",
    position="Alcaldesa",
    shelters="Abrimos albergues en los polideportivos para quienes duermen en la calle.",
    meals="Repartimos comida caliente cada noche en cuatro barrios de la ciudad.",
    beds="Faltan camas y personal sanitario.",
    opening="Los albergues abren desde el 20 de marzo.",
    note="¿Desde cuándo están abiertos?",
)
ARABIC = OfficerLanguage(
    code="ar",
    direction="rtl",
    name="آنا ألارسي",
    position="رئيسة البلدية",
    shelters="فتحنا ملاجئ في القاعات الرياضية لمن ينامون في الشارع.",
    meals="نوزع وجبات ساخنة كل ليلة في أربعة أحياء من المدينة.",
    beds="تنقصنا الأسرّة والطواقم الصحية.",
    opening="الملاجئ مفتوحة منذ العشرين من آذار.",
    note="منذ متى هي مفتوحة؟",
)


@pytest.fixture
def session(transactional_db):
    for name in ("Housing", "Food"):
        make_service(**dict.fromkeys(in_all("name", ""), name))
    return make_session(
        slug="housing",
        starts_at=now() + timedelta(days=9),
        contributions_due_at=now() + timedelta(days=6),
        time_zone="America/Santiago",
        series=make_series(contact=CONVENERS),
        title_en="A home for everybody",
        title_fr="Un toit pour tout le monde",
        title_es="Un hogar para todas las personas",
        title_ar="بيت للجميع",
    )


@pytest.fixture
def organiser(transactional_db):
    """An organiser's browser; what it shows is tested elsewhere."""
    client = Client()
    client.force_login(make_user(is_staff=True, is_superuser=True, name="Olga Organiser"))
    return client


def invite(session, language):
    """Invite an officer, and return what their city is asked for."""
    city = make_city(**dict.fromkeys(in_all("name", ""), "Puerto Alerce"), slug="alerce")
    user = make_user(email=OFFICER, name="Ana", language=language.code)
    contribution = sending.get_or_create_contribution(session, city)
    sending.invite(contribution, make_officer(city=city, user=user))
    return contribution


def letters_to(address):
    return [letter for letter in mail.outbox if letter.to == [address]]


def link_in(letter, language):
    """Return the personal link of a letter, which is to the officer alone and in their language."""
    html = letter.alternatives[0][0]
    assert letter.to == [OFFICER]
    assert letter.reply_to == [CONVENERS]
    assert re.search(rf'<html[^>]* lang="{language.code}"[^>]* dir="{language.direction}"', html)
    (link,) = re.findall(r"https?://\S+/invitations/\S+", letter.body)
    assert f"/{language.code}/contribute/" in link
    return link


def come_in(reader, link, language):
    """Follow a link out of a letter: reading changes nothing, the button lets in."""
    page = reader.page
    before = list(Contribution.objects.values())
    assert page.goto(link).status == 200
    assert page.locator("html").get_attribute("dir") == language.direction
    assert list(Contribution.objects.values()) == before
    reader.follow(page.locator("button[name=action][value=enter]"))
    return page


def is_saved(page):
    page.locator("[data-save-state][data-tone=good]").wait_for()


def begin(page, language):
    write(page, "representative_name", language.name)
    write(page, "representative_position", language.position)
    page.locator("[name=language]").select_option(language.code)
    write(page, "responses-0-text", language.shelters)
    page.locator("[data-add=responses]").click()
    write(page, "responses-1-text", language.meals)


def go_on_without_connection(page, language):
    """Type on while there is none; it stays in the fields, and is saved once there is one again."""
    is_saved(page)
    page.context.set_offline(True)
    write(page, "challenges-0-text", language.beds)
    page.locator("[data-save-state][data-tone=bad]").wait_for()
    assert language.beds not in str(Contribution.objects.get().draft)
    assert page.locator("[name='challenges-0-text']").input_value() == language.beds
    page.context.set_offline(False)
    is_saved(page)


def go_on_without_connection_or_scripts(reader, language):
    """What was saved by the button is there again when the page could not be reached between."""
    page = reader.page
    write(page, "challenges-0-text", language.beds)
    reader.follow(page.locator("[data-save]"))
    page.context.set_offline(True)
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        page.reload()
    page.context.set_offline(False)
    page.reload()
    assert page.locator("[name='challenges-0-text']").input_value() == language.beds


def send(page):
    page.locator("[name=licence]").check()
    page.locator("[name=consent]").check()
    page.locator("[data-send]").click()
    # What was written is read once more.
    page.wait_for_url("**/check/")
    page.locator("button[name=do][value=submit]").click()
    page.wait_for_url("**/sent/")


def ask_for_a_change(organiser, contribution, language):
    address = reverse("admin:cities_contribution_review", args=[contribution.pk])
    data = {"do": "ask", "note": language.note, "field": "responses-0-text"}
    assert organiser.post(address, data).status_code == 302


def translate(organiser, contribution, language):
    """Fill in every translation where it is reviewed, and name the city's participant."""
    address = reverse("admin:cities_contribution_review", args=[contribution.pk])
    texts = filled(Contribution.objects.get(pk=contribution.pk))
    translations = {}
    for name, text in texts.items():
        key, _dash, code = name.rpartition("-")
        source = texts.get(f"{key}-{language.code}")
        if code in CODES and source and not text:
            translations |= {name: f"{source} ({code})", f"{name}-state": "approved"}
    listed = make_participant(
        session=contribution.session,
        person=make_person(name=language.name),
        **in_all("position", language.position),
    )
    Contribution.objects.filter(pk=contribution.pk).update(representative=listed.person)
    answer = organiser.post(address, texts | translations | {"do": "save"})
    assert answer.status_code == 302, answer.context["wording_form"].errors


def unfold(page):
    """Tap open what the page keeps folded: a session in full, the rest of a city's row."""
    folded = page.locator("main :is(.in-full, tbody .rest):not([open]) > summary")
    while folded.count():
        folded.first.click()


def press(organiser, contribution, verb):
    address = reverse("admin:cities_contribution_review", args=[contribution.pk])
    assert organiser.post(address, {"do": verb}).status_code == 302


@pytest.mark.parametrize(
    ("reader", "language", "has_scripts"),
    [(PHONE, SPANISH, True), (PLAIN, SPANISH, False), (PHONE, ARABIC, True)],
    indirect=["reader"],
    ids=["phone", "without scripts", "arabic"],
)
def test_contribution_goes_the_whole_way(reader, session, organiser, language, has_scripts):
    contribution = invite(session, language)
    (invitation,) = mail.outbox

    # From the letter to the form, typed while the connection comes and goes, and sent.
    page = come_in(reader, link_in(invitation, language), language)
    begin(page, language)
    if has_scripts:
        go_on_without_connection(page, language)
    else:
        go_on_without_connection_or_scripts(reader, language)
    send(page)
    receipt = letters_to(OFFICER)[-1]
    link_in(receipt, language)
    assert all(text in receipt.body for text in (language.shelters, language.meals, language.beds))
    assert len(letters_to(CONVENERS)) == 1

    # Sent back with a question about a field, to which the letter leads; answered and sent again.
    ask_for_a_change(organiser, contribution, language)
    question = letters_to(OFFICER)[-1]
    assert language.note in question.body
    page = come_in(reader, link_in(question, language), language)
    assert page.url.endswith(f"/{language.code}/contribute/{contribution.pk}/#responses-0-text")
    asked = page.locator("#responses-0-text_note")
    assert language.note in asked.inner_text()
    if has_scripts:
        assert (reader.violations(), reader.overflow()) == ([], 0)
    write(page, "responses-0-text", f"{language.shelters} {language.opening}")
    send(page)
    assert len(letters_to(CONVENERS)) == 2

    # Accepted and translated; the city reads what will be printed and approves it.
    press(organiser, contribution, "accept")
    link_in(letters_to(OFFICER)[-1], language)
    translate(organiser, contribution, language)
    press(organiser, contribution, "send_wording")
    page = come_in(reader, link_in(letters_to(OFFICER)[-1], language), language)
    assert page.url.endswith(f"/{language.code}/contribute/{contribution.pk}/wording/")
    assert language.opening in page.locator(f"#wording-{language.code}").inner_text()
    reader.follow(page.locator("#approve form button").first)
    assert page.locator(".notice-good").first.is_visible()
    contribution.refresh_from_db()
    assert contribution.is_wording_approved
    assert len(letters_to(CONVENERS)) == 3
    assert {letter.to[0] for letter in mail.outbox} == {OFFICER, CONVENERS}

    # Published: on the city's page and in the note, and what was sent first is kept.
    assert errors_in(preflight_session(session)) == []
    publish(session)
    said = (f"{language.shelters} {language.opening}", language.meals, language.beds)
    for path in (
        f"/{language.code}/cities/alerce/",
        f"/{language.code}/sessions/housing/briefing/",
    ):
        page = reader.open(path)
        assert page.locator("html").get_attribute("dir") == language.direction
        unfold(page)
        shown = page.locator("main").inner_text()
        assert [text for text in said if text not in shown] == []
    sent = [one.content for one in contribution.submissions.order_by("number")]
    assert [one["responses"][0]["text"][language.code] for one in sent] == [
        language.shelters,
        f"{language.shelters} {language.opening}",
    ]
    forgive(reader, "ERR_INTERNET_DISCONNECTED")
