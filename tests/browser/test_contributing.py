"""An officer at work: on a phone whose connection comes and goes, and without scripts."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse
from django.utils.timezone import now

from cities.models import Contribution
from tests.factories import (
    in_all,
    make_city,
    make_contribution,
    make_invitation,
    make_officer,
    make_series,
    make_service,
    make_session,
    make_user,
)

PHONE = {"viewport": {"width": 360, "height": 780}, "has_touch": True}
PLAIN = PHONE | {"java_script_enabled": False}
DARK = PHONE | {"color_scheme": "dark"}
SHELTERS = "Abrimos albergues en los polideportivos para quienes duermen en la calle."
MEALS = "Repartimos comida caliente cada noche en cuatro barrios de la ciudad."
BEDS = "Faltan camas y personal sanitario."


@pytest.fixture
def invitation(transactional_db):
    for name in ("Housing", "Health", "Water and sanitation", "Transport", "Food", "Education"):
        make_service(**dict.fromkeys(in_all("name", ""), name))
    session = make_session(
        starts_at=now() + timedelta(days=9),
        contributions_due_at=now() + timedelta(days=6),
        series=make_series(contact="learning@example.org"),
        **dict.fromkeys(in_all("title", ""), "A home for everybody: housing after the emergency"),
    )
    city = make_city(**dict.fromkeys(in_all("name", ""), "Puerto Alerce"), country="CL")
    contribution = make_contribution(
        state="invited", responses=0, challenges=0, session=session, city=city,
        representative_name="", representative_position="", original_language="es",
    )  # fmt: skip
    return make_invitation(
        contribution=contribution,
        officer=make_officer(city=city, user=make_user(name="Ana Oficial", language="es")),
    )


def let_in(reader, invitation):
    """Open the way that the page behind the personal link opens."""
    session = SessionStore()
    session["invitations"] = {str(invitation.contribution_id): str(invitation.key)}
    session.save()
    reader.page.context.add_cookies(
        [{"name": "sessionid", "value": session.session_key, "url": reader.site}]
    )


def address(invitation, language="en", name="contribution_edit"):
    path = reverse(f"cities:{name}", args=[invitation.contribution_id])
    return path.replace("/en/", f"/{language}/")


def write(page, name, text):
    page.locator(f"[name='{name}']").fill(text)


def told(page, words):
    page.locator("[data-save-state]").get_by_text(re.compile(words)).wait_for()


def forgive(reader, *fragments):
    """Drop what the browser logs of answers that we asked for."""
    reader.errors[:] = [
        line for line in reader.errors if not any(part in line for part in fragments)
    ]


@pytest.mark.parametrize("reader", [PHONE], indirect=True)
def test_spanish_text_survives_a_lost_connection_and_is_sent(reader, invitation):
    let_in(reader, invitation)
    page = reader.open(address(invitation))

    write(page, "representative_name", "Ana Alcaldesa")
    write(page, "representative_position", "Alcaldesa")
    page.evaluate("window.isSamePage = true")
    page.locator("[name='representative_position']").press("Enter")
    told(page, "Saved at")
    assert page.evaluate("window.isSamePage")
    write(page, "responses-0-text", SHELTERS)
    page.get_by_role("button", name="Choose this language").click()
    page.get_by_text("Title, services, since when, source").first.click()
    page.get_by_label("Housing").first.check()
    page.get_by_role("button", name="Add another response").click()
    told(page, "Saved at")

    page.context.set_offline(True)
    write(page, "responses-1-text", MEALS)
    write(page, "challenges-0-text", BEDS)
    told(page, "Offline: kept on this device")
    draft = Contribution.objects.get().draft
    assert MEALS not in str(draft)

    page.context.set_offline(False)
    told(page, "Saved at")
    draft = Contribution.objects.get().draft
    assert [entry["text"] for entry in draft["responses"]] == [SHELTERS, MEALS]
    assert draft["language"] == "es"
    assert draft["challenges"][0]["text"] == BEDS

    page.get_by_label("Our text may be published").check()
    page.get_by_label("The representative agrees").check()
    page.get_by_role("button", name="Check and send").click()
    page.get_by_role("heading", name="Check your answers").wait_for()
    assert reader.violations() == []
    assert reader.overflow() == 0
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_role("heading", name="Thank you").wait_for()
    assert reader.violations() == []
    assert reader.overflow() == 0
    sent = Contribution.objects.get()
    assert sent.state == "submitted"
    assert [row.text_es for row in sent.responses.all()] == [SHELTERS, MEALS]
    assert [service.slug for service in sent.responses.first().services.all()]
    assert page.evaluate("localStorage.length") == 0
    forgive(reader, "ERR_INTERNET_DISCONNECTED")


@pytest.mark.parametrize("reader", [PHONE], indirect=True)
def test_what_was_kept_on_the_device_is_put_back_at_the_next_visit(reader, invitation):
    let_in(reader, invitation)
    page = reader.open(address(invitation))
    # The worker that keeps the page is fetched once; without a network that is an error of its own.
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    page.get_by_role("button", name="Add another response").click()
    write(page, "responses-1-text", MEALS)
    told(page, "Offline: kept on this device")
    # The page sends its last words as it goes: they must not arrive either.
    page.context.clear_cookies()
    page.goto("about:blank")
    page.context.set_offline(False)
    assert Contribution.objects.get().draft is None

    let_in(reader, invitation)
    reader.open(address(invitation))

    page.get_by_text("We have put back what was kept on this device").wait_for()
    assert page.locator("[name='responses-1-text']").input_value() == MEALS
    told(page, "Saved at")
    assert Contribution.objects.get().draft["responses"][1]["text"] == MEALS
    assert page.evaluate("localStorage.length") == 0
    forgive(reader, "ERR_INTERNET_DISCONNECTED", "403")


@pytest.mark.parametrize("reader", [PHONE], indirect=True)
def test_lost_answer_makes_no_conflict_with_oneself(reader, invitation):
    let_in(reader, invitation)
    page = reader.open(address(invitation))

    def lose(route):
        if route.request.method == "POST":
            route.fetch()
            return route.abort()
        return route.continue_()

    page.route("**/contribute/*/", lose)
    write(page, "responses-0-text", SHELTERS)
    told(page, "Not saved yet")
    assert SHELTERS in str(Contribution.objects.get().draft)
    page.context.set_offline(True)
    write(page, "responses-0-text", f"{SHELTERS} {MEALS}")
    told(page, "Offline: kept on this device")
    # The phone ends the page; its last words must not arrive.
    page.context.clear_cookies()
    page.goto("about:blank")
    page.context.set_offline(False)
    page.unroute("**/contribute/*/")

    let_in(reader, invitation)
    reader.open(address(invitation))

    page.get_by_text("We have put back what was kept on this device").wait_for()
    reader.wait_until("localStorage.length === 0")
    assert page.locator("#conflict").count() == 0
    assert MEALS in str(Contribution.objects.get().draft)
    forgive(reader, "ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "403")


@pytest.mark.parametrize("reader", [PHONE], indirect=True)
def test_removed_answer_is_put_back_where_it_stood(reader, invitation):
    let_in(reader, invitation)
    page = reader.open(address(invitation))
    write(page, "responses-0-text", SHELTERS)
    page.get_by_role("button", name="Add another response").click()
    write(page, "responses-1-text", MEALS)
    told(page, "Saved at")

    page.get_by_role("button", name="Remove").first.tap()
    assert page.locator("[name='responses-0-text']").input_value() == MEALS
    page.get_by_role("button", name="Remove").first.tap()
    assert page.locator("[name='responses-0-text']").input_value() == ""
    assert reader.violations() == []
    reader.wait_until("document.querySelector('[data-save-state]').dataset.tone === 'good'")

    page.get_by_role("button", name="Put it back").last.tap()
    page.get_by_role("button", name="Put it back").tap()
    texts = page.locator("[data-entries=responses] textarea")
    assert [text.input_value() for text in texts.all()] == [SHELTERS, MEALS]
    page.locator("[data-save]").click()
    reader.wait_until("localStorage.length === 0")
    draft = Contribution.objects.get().draft
    assert [entry["text"] for entry in draft["responses"]] == [SHELTERS, MEALS]


@pytest.mark.parametrize("reader", [PHONE], indirect=True)
def test_ended_session_keeps_the_text_until_the_officer_is_back(reader, invitation):
    let_in(reader, invitation)
    page = reader.open(address(invitation))
    page.context.clear_cookies()

    write(page, "responses-0-text", SHELTERS)
    told(page, "You have been signed out")
    assert SHELTERS in page.evaluate("Object.values(localStorage).join()")

    let_in(reader, invitation)
    write(page, "quote", "Nadie duerme en la calle.")
    told(page, "Saved at")
    assert Contribution.objects.get().draft["responses"][0]["text"] == SHELTERS
    forgive(reader, "403")


def test_two_colleagues_at_once_are_told_and_choose(reader, invitation):
    let_in(reader, invitation)
    page = reader.open(address(invitation))
    other = make_user(name="Bea Colega")
    write(page, "responses-0-text", "Mi texto, escrito primero.")
    told(page, "Saved at")
    contribution = Contribution.objects.get()
    theirs = contribution.draft | {"page": "two"}
    theirs["responses"] = [theirs["responses"][0] | {"text": "El texto de Bea."}]
    Contribution.objects.update(
        draft=theirs, draft_version=contribution.draft_version + 1, draft_saved_by=other
    )

    write(page, "responses-0-text", "Mi texto, escrito después.")
    page.get_by_role("heading", name="Bea Colega has changed this contribution").wait_for()
    assert page.locator(".theirs-text").all_inner_texts() == ["El texto de Bea."]
    assert page.locator("[name='responses-0-text']").input_value() == "Mi texto, escrito después."
    assert reader.violations() == []
    assert Contribution.objects.get().draft == theirs

    # Save without a choice asks again: nothing is saved, and the choice is in view.
    reader.follow(page.locator("[data-save]"))
    reader.wait_until("document.activeElement.id === 'conflict'")
    reader.wait_until("document.activeElement.getBoundingClientRect().top < innerHeight / 2")
    told(page, "Someone else has changed it")
    assert page.locator("[name='responses-0-text']").input_value() == "Mi texto, escrito después."
    assert Contribution.objects.get().draft == theirs

    page.get_by_role("button", name="Keep mine").click()
    told(page, "Saved at")
    assert "después" in Contribution.objects.get().draft["responses"][0]["text"]
    assert page.locator(".theirs").count() == 0
    forgive(reader, "409")


@pytest.mark.parametrize("reader", [PLAIN], indirect=True)
def test_everything_works_without_scripts(reader, invitation):
    let_in(reader, invitation)
    page = reader.open(address(invitation))

    write(page, "representative_name", "Ana Alcaldesa")
    write(page, "responses-0-text", SHELTERS)
    reader.follow(page.get_by_role("button", name="Add another response"))
    write(page, "responses-1-text", MEALS)
    write(page, "challenges-0-text", BEDS)
    reader.follow(page.locator("[data-save]"))
    reader.follow(page.get_by_role("button", name="See how it will be published"))
    assert SHELTERS in page.locator(".cities").inner_text()
    reader.follow(page.get_by_role("link", name="Back to writing"))
    reader.follow(page.get_by_role("button", name="Check and send"))
    summary = page.locator(".error-summary").inner_text()
    assert "Position" in summary
    write(page, "representative_position", "Alcaldesa")
    page.locator("[name=language]").select_option("es")
    page.get_by_label("Our text may be published").check()
    page.get_by_label("The representative agrees").check()
    reader.follow(page.get_by_role("button", name="Check and send"))
    reader.follow(page.get_by_role("button", name="Send", exact=True))

    assert page.get_by_role("heading", name="Thank you").count() == 1
    assert [row.text_es for row in Contribution.objects.get().responses.all()] == [SHELTERS, MEALS]


def test_document_is_attached_with_its_errors_beside_the_field(reader, invitation, tmp_path):
    from PIL import Image

    Image.new("RGB", (40, 30), "teal").save(tmp_path / "plaza.png")
    (tmp_path / "plan.pdf").write_text("not a PDF")
    let_in(reader, invitation)
    page = reader.open(address(invitation))

    page.locator("[name=documents]").set_input_files(tmp_path / "plan.pdf")
    page.locator("[data-file-error]").get_by_text("plan.pdf: Only PDF, Word").wait_for()
    page.locator("[name=documents]").set_input_files(tmp_path / "plaza.png")
    page.get_by_role("link", name="plaza.png").wait_for()
    assert page.locator("[data-file-error]").inner_text() == ""
    reader.follow(page.get_by_role("button", name="Take off plaza.png"))
    assert page.url.endswith("#documents")
    assert page.get_by_role("link", name="plaza.png").count() == 0
    forgive(reader, "422")


HIDDEN = """() => {
  const bar = document.querySelector('.save-bar'), controls = [
    ...document.querySelectorAll('#contribution :is(a, button, input, select, textarea, summary)'),
  ].filter((one) => one.checkVisibility() && !bar.contains(one) && one.type !== 'hidden');
  const hidden = controls.filter((one) => {
    one.focus({preventScroll: false});
    const box = one.getBoundingClientRect(), edge = bar.getBoundingClientRect().top;
    const isFocused = document.activeElement === one && box.height < 200;
    return isFocused && box.bottom > edge && box.top < edge;
  });
  return [controls.length, hidden.map((one) => one.name || one.outerHTML)];
}"""


@pytest.mark.parametrize("reader", [PHONE], indirect=True)
def test_nothing_that_is_reached_by_keyboard_lies_under_the_bar(reader, invitation):
    let_in(reader, invitation)
    page = reader.open(address(invitation))
    page.evaluate("document.documentElement.style.scrollBehavior = 'auto'")

    reached, hidden = page.evaluate(HIDDEN)

    assert reached > 10
    assert hidden == []
    # Nor does a report that was pasted into a field push everything else away.
    write(page, "responses-0-text", "Un informe entero. " * 5000)
    assert page.locator("[name='responses-0-text']").bounding_box()["height"] < 1000


@pytest.mark.parametrize("reader", [PHONE, DARK], indirect=True, ids=["light", "dark"])
@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_pages_have_no_barrier_and_fit_a_phone(reader, invitation, language):
    let_in(reader, invitation)
    page = reader.open(address(invitation, language))
    write(page, "responses-0-text", SHELTERS)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.dir") == ("rtl" if language == "ar" else "ltr")
    # What lies half under the bar at this moment is a matter of scrolling: see the test before.
    page.evaluate("document.querySelector('.save-bar').style.position = 'static'")
    assert reader.violations() == []
    assert reader.overflow() == 0
    page.evaluate("document.querySelector('.save-bar').style.position = ''")
    page.locator("[data-save]").click()
    page.locator("[data-save-state][data-tone=good]").wait_for()

    reader.follow(page.locator("[value=preview]"))
    assert page.url.endswith("/preview/")
    assert reader.violations() == []
    assert reader.overflow() == 0

    reader.open(address(invitation, language))
    page.locator("[data-send]").click()
    page.locator(".error-summary").wait_for()
    assert reader.violations() == []
    assert reader.overflow() == 0


@pytest.mark.parametrize("reader", [PHONE], indirect=True)
def test_summary_of_mistakes_takes_the_focus_and_the_receipt_is_gone_back_from(reader, invitation):
    let_in(reader, invitation)
    page = reader.open(address(invitation))
    reader.follow(page.locator("[data-send]"))

    assert page.title().startswith("Error: ")
    assert page.evaluate("document.activeElement.className") == "error-summary"
    reader.wait_until(
        "Math.abs(document.querySelector('.error-summary').getBoundingClientRect().top) < 150"
    )
    page.get_by_role("link", name="Enter the position").click()
    assert page.evaluate("document.activeElement.name") == "representative_position"
    for name, text in (("representative_name", "Ada"), ("representative_position", "Alcaldesa")):
        write(page, name, text)
    write(page, "responses-0-text", SHELTERS)
    page.locator("[name=language]").select_option("es")
    page.get_by_label("Our text may be published").check()
    page.get_by_label("The representative agrees").check()
    reader.follow(page.locator("[data-send]"))
    reader.follow(page.get_by_role("button", name="Send", exact=True))
    page.go_back()

    page.get_by_text("Ada").first.wait_for()
    assert page.locator("[data-send]").count() == 0


def test_officer_who_was_signed_out_gets_a_new_link_by_pressing_save(reader, invitation):
    let_in(reader, invitation)
    page = reader.open(address(invitation))
    page.context.clear_cookies()
    write(page, "responses-0-text", SHELTERS)
    page.locator("[data-save-state]", has_text="You have been signed out").wait_for()

    reader.follow(page.locator("[data-save]"))

    assert page.get_by_role("button", name="Send me a new link").is_visible()
    assert page.locator("[name=responses-0-text]").input_value() == SHELTERS
    forgive(reader, "403")


def test_first_visit_is_light(reader, invitation):
    """HTML, styles and scripts in at most 40 KB, compressed."""
    import gzip

    let_in(reader, invitation)
    bodies = []
    reader.page.on("response", lambda response: bodies.append(response.body()))
    reader.open(address(invitation))
    reader.page.wait_for_load_state("networkidle")

    assert len(bodies) >= 7
    assert sum(len(gzip.compress(body)) for body in bodies) <= 40_000


@pytest.mark.parametrize("reader", [PHONE], indirect=True)
def test_word_bullets_are_seen_as_bullets_when_they_are_pasted(invitation, reader):
    let_in(reader, invitation)
    page = reader.open(reverse("cities:contribution_edit", args=[invitation.contribution_id]))
    area = page.locator("textarea[name=responses-0-text]")
    area.focus()
    area.evaluate(
        """area => {
          const data = new DataTransfer();
          data.setData("text/plain", "\\uf0b7\\tShelters\\n\\uf0a7\\tMeals");
          const init = { clipboardData: data, bubbles: true, cancelable: true };
          area.dispatchEvent(new ClipboardEvent("paste", init));
        }"""
    )

    assert area.input_value() == "•\tShelters\n•\tMeals"


@pytest.mark.parametrize("reader", [PHONE], indirect=True)
def test_name_of_a_refused_document_is_set_apart_as_french_does(reader, invitation, tmp_path):
    (tmp_path / "plan.pdf").write_text("not a PDF")
    let_in(reader, invitation)
    page = reader.open(address(invitation, "fr"))

    page.locator("[name=documents]").set_input_files(tmp_path / "plan.pdf")

    error = page.locator("[data-file-error]")
    error.get_by_text("plan.pdf").wait_for()
    assert re.match("plan\\.pdf[\u00a0\u202f]: ", error.text_content().strip())
    forgive(reader, "422")
