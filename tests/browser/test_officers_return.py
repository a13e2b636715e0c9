"""An officer who comes back: as last time, with a photograph, and without a network."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now
from PIL import Image
from pypdf import PdfReader

from cities.models import Contribution, Photograph
from llex.core import languages
from sessions_app.briefing.compose.note import compose
from sessions_app.briefing.render import render
from tests.browser.test_contributing import PHONE, address, forgive, let_in, told, write
from tests.browser.test_contributing import invitation as invitation  # noqa: PLC0414
from tests.factories import PASSWORD, make_contribution, make_response, make_session

SHELTERS = "Abrimos 12 albergues en 2020 para quienes duermen en la calle."


@pytest.fixture
def earlier(invitation):
    """What the city brought to a session a month before."""
    session = make_session(
        starts_at=now() - timedelta(days=30), title_en="Health first", title_ar="الصحة أولًا"
    )
    contribution = make_contribution(
        session=session, city=invitation.contribution.city, responses=0, challenges=0,
        original_language="es", representative_name="Ana Alcaldesa",
        representative_position="Alcaldesa",
    )  # fmt: skip
    make_response(contribution=contribution, text_es=SHELTERS, source="https://example.org/plan")
    return contribution


def kept(name, number):
    """Return the expression that a cache of the browser has a *number* of entries."""
    keys = f"caches.open('llex-contribution-{name}').then((cache) => cache.keys())"
    return f"{keys}.then((found) => found.length {number})"


def photograph():
    written = io.BytesIO()
    Image.effect_noise((1200, 800), 60).convert("RGB").save(written, "JPEG")
    return {"name": "plaza.jpg", "mimeType": "image/jpeg", "buffer": written.getvalue()}


@pytest.mark.parametrize("reader", [PHONE], indirect=True)
def test_as_last_time_with_a_photograph_that_is_printed(reader, invitation, earlier):
    let_in(reader, invitation)
    page = reader.open(address(invitation))
    assert page.locator("[name=representative_name]").input_value() == "Ana Alcaldesa"

    reader.follow(page.get_by_role("button", name="As in “Health first”"))
    assert SHELTERS in page.locator(".said").inner_text()
    assert reader.violations() == []
    assert reader.overflow() == 0
    reader.follow(page.get_by_role("button", name="Copy these texts"))
    assert page.locator("[name=responses-0-text]").input_value() == SHELTERS
    assert page.get_by_text("From “Health first”: check it").count() == 1
    page.get_by_role("button", name="I have checked it").click()
    assert not page.get_by_text("From “Health first”: check it").is_visible()
    told(page, "Saved at")

    reader.follow(page.get_by_role("button", name="Add photographs"))
    page.locator("input[type=file]").set_input_files(photograph())
    page.get_by_label("What is to be seen").fill("Una plaza llena de camas")
    page.get_by_label("Credit").fill("Eva Foto")
    page.get_by_label("The people who can be recognised").check()
    reader.follow(page.get_by_role("button", name="Add", exact=True))
    assert page.locator(".photograph img").get_attribute("alt") == "Una plaza llena de camas"
    assert reader.violations() == []
    assert reader.overflow() == 0
    reader.follow(page.get_by_role("link", name="Back to writing"))

    page.get_by_label("Our text may be published").check()
    page.get_by_label("The representative agrees").check()
    reader.follow(page.get_by_role("button", name="Check and send"))
    assert page.locator(".photograph img").count() == 1
    assert reader.violations() == []
    assert reader.overflow() == 0
    reader.follow(page.get_by_role("button", name="Send", exact=True))
    assert page.get_by_role("heading", name="Thank you").count() == 1

    sent = Contribution.objects.get(pk=invitation.contribution_id)
    assert [row.text_es for row in sent.responses.all()] == [SHELTERS]
    Photograph.objects.get().accept()
    sent.accept()
    pdf = render("pdf", compose(sent.session, "es"))
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert sum(len(one.images) for one in pages) == 1
    assert "Eva Foto" in " ".join(one.extract_text() for one in pages)


@pytest.mark.parametrize("reader", [PHONE], indirect=True)
def test_copied_texts_are_marked_in_arabic_too(reader, invitation, earlier):
    let_in(reader, invitation)
    page = reader.open(address(invitation, "ar"))

    reader.follow(page.locator("button[value^='copy:']"))
    reader.follow(page.locator("button[value=copy]"))

    assert "الصحة أولًا" in page.locator("[data-copy-mark]:visible").inner_text()
    assert reader.violations() == []
    assert reader.overflow() == 0
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert "ar" in languages.CODES


@pytest.mark.parametrize("reader", [PHONE], indirect=True)
def test_form_opens_without_a_network_and_sends_what_was_typed_later(reader, invitation):
    let_in(reader, invitation)
    page = reader.open(address(invitation))
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    reader.wait_until(kept("pages", "=== 1"))
    reader.wait_until(kept("files", "> 5"))

    page.context.set_offline(True)
    write(page, "responses-0-text", SHELTERS)
    told(page, "Offline: kept on this device")
    assert not Contribution.objects.get(pk=invitation.contribution_id).draft
    before = page.evaluate("caches.match(location.pathname).then((found) => found.text())")
    page.reload()
    page.locator("html[data-contribute=ready]").wait_for(state="attached")
    # The name of the open page is new with each answer of the server.
    assert f'name="page" value="{page.locator("[name=page]").input_value()}"' in before
    assert page.locator("[name=responses-0-text]").input_value() == SHELTERS
    write(page, "challenges-0-text", "Faltan camas.")

    page.context.set_offline(False)
    told(page, "Saved at")
    draft = Contribution.objects.get(pk=invitation.contribution_id).draft
    assert draft["responses"][0]["text"] == SHELTERS
    assert draft["challenges"][0]["text"] == "Faltan camas."
    forgive(reader, "ERR_INTERNET_DISCONNECTED", "Failed to fetch")


@pytest.mark.parametrize("reader", [PHONE], indirect=True)
def test_page_is_not_kept_once_the_link_is_revoked(reader, invitation):
    let_in(reader, invitation)
    page = reader.open(address(invitation))
    reader.wait_until(kept("pages", "=== 1"))

    type(invitation).objects.update(revoked_at=now())
    page.goto(reader.site + address(invitation))

    reader.wait_until(kept("pages", "=== 0"))
    forgive(reader, "404")


@pytest.mark.parametrize("reader", [PHONE], indirect=True)
def test_log_out_deletes_what_pages_kept(reader, invitation):
    user = invitation.officer.user
    page = reader.open("/en/accounts/login/")
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    reader.follow(page.locator("main").get_by_role("button", name="Sign in"))
    page = reader.open(address(invitation))
    reader.wait_until(kept("pages", "=== 1"))

    page.goto(reader.site + reverse("account_logout"))
    page.locator("main form button").first.click()
    page.wait_for_load_state()

    reader.wait_until("caches.keys().then((names) => names.length === 0)")
