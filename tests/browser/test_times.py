"""Hours in a browser: what is typed told in other zones at once, and the reader's own time."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.test_organising import log_in
from tests.factories import make_session, make_user

TOKYO = {"timezone_id": "Asia/Tokyo"}
IN_TOKYO = pytest.mark.parametrize("reader", [TOKYO], indirect=True)


def session_in(zone, **values):
    return make_session(time_zone=zone, **values)


def hint(page):
    return page.locator(".field-starts_at [data-moment-hint]")


@pytest.fixture
def form(reader, transactional_db):
    """The form of a session in Madrid, open in Tokyo."""
    session = session_in("Europe/Madrid")
    log_in(reader, make_user(is_superuser=True, is_staff=True))
    return reader.open(f"/en/admin/sessions_app/learningsession/{session.pk}/change/")


@IN_TOKYO
def test_typed_hour_is_told_in_utc_and_in_the_organisers_own_zone(form, reader):
    assert hint(form).inner_text() == "Madrid time · 14:00 UTC · Your time: 23:00"

    form.fill("#id_starts_at_1", "23:30")

    assert hint(form).inner_text() == "Madrid time · 22:30 UTC · Your time: 26 March, 07:30"

    form.fill("#id_starts_at_0", "2020-07-25")

    assert hint(form).inner_text() == "Madrid time · 21:30 UTC · Your time: 26 July, 06:30"


@IN_TOKYO
@pytest.mark.parametrize(
    ("day", "text"), [("2020-03-29", "does not exist"), ("2020-10-25", "comes twice")]
)
def test_hour_that_clocks_skip_or_repeat_is_told_while_it_is_typed(form, reader, day, text):
    form.fill("#id_starts_at_0", day)
    form.fill("#id_starts_at_1", "02:30")

    assert text in hint(form).inner_text()


@IN_TOKYO
@pytest.mark.parametrize(
    ("day", "time"),
    [
        ("2027-02-30", "15:00"),
        ("2027-04-31", "15:00"),
        ("2027-13-01", "15:00"),
        ("2027-03-01", "24:30"),
        ("2027-03-01", "15:60"),
    ],
)
def test_day_or_hour_that_is_none_is_not_told_as_another(form, reader, day, time):
    form.fill("#id_starts_at_0", day)
    form.fill("#id_starts_at_1", time)

    assert hint(form).inner_text() == "Madrid time"


@IN_TOKYO
def test_zone_is_found_by_its_city_and_the_hours_stay(form, reader):
    form.locator(".field-time_zone .select2-selection").click()
    form.keyboard.type("bogota")
    found = form.locator(".select2-results__option")
    expect(found).to_have_text(["Bogotá, Colombia (America/Bogota)"])
    form.keyboard.press("Enter")

    assert form.input_value("#id_time_zone") == "America/Bogota"
    assert form.input_value("#id_starts_at_1") == "15:00"
    assert hint(form).inner_text() == "Bogotá, Colombia · 20:00 UTC · Your time: 26 March, 05:00"

    reader.follow(form.locator("[name=_continue]"))

    assert "The hours stay as they were written" in form.inner_text("body")
    assert hint(form).inner_text().startswith("Bogotá time · 20:00 UTC")


@pytest.mark.parametrize("reader", [TOKYO | {"java_script_enabled": False}], indirect=True)
def test_without_scripts_the_stored_moment_is_told_in_utc(form, reader):
    assert hint(form).inner_text() == "Madrid time · 14:00 UTC"


@pytest.mark.parametrize(
    ("reader", "language", "zone", "expected"),
    [
        (TOKYO, "en", "Europe/Madrid", "Your time: Friday 26 March, 06:30–08:30"),
        (TOKYO, "ar", "Europe/Madrid", "بتوقيتكم: الجمعة، 26 مارس، 06:30–08:30"),
        ({"timezone_id": "Europe/Lisbon"}, "en", "Europe/Madrid", "Your time: 21:30–23:30"),
        (
            {"timezone_id": "Europe/Lisbon"},
            "en",
            "America/Bogota",
            "Your time: 21:30–23:30",
        ),
        ({"timezone_id": "Europe/Madrid"}, "en", "Europe/Madrid", ""),
    ],
    indirect=["reader"],
)
def test_reader_sees_a_session_at_their_own_time(
    reader, transactional_db, language, zone, expected
):
    session = session_in(
        zone, starts_at=datetime(2100, 3, 25, 21, 30, tzinfo=UTC), duration=120, slug="night"
    )

    page = reader.open(f"/{language}/sessions/{session.slug}/")

    assert page.locator(".facts .own-time").inner_text().strip() == expected


@pytest.mark.parametrize(
    ("reader", "told"),
    [
        ({"timezone_id": "Europe/Madrid"}, "(Madrid time; 14:00 UTC)."),
        (TOKYO, "(Madrid time; 14:00 UTC) Your time: 23:00."),
    ],
    indirect=["reader"],
)
def test_sentence_ends_right_behind_a_moment(reader, transactional_db, told):
    due = datetime(2100, 3, 24, 14, tzinfo=UTC)
    session = session_in(
        "Europe/Madrid", starts_at=due + timedelta(days=1), contributions_due_at=due, open_call=True
    )

    page = reader.open(f"/en/contribute/open/{session.slug}/")

    assert told in page.locator("main .notice").inner_text()
