"""How services were rated over time, and words in the note, in a real browser."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from sessions_app.briefing.editions import publish
from tests.browser.test_organising import log_in
from tests.factories import (
    in_all,
    make_consultation,
    make_full_session,
    make_service,
    make_user,
    make_word_consultation,
)

WIDE = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 360, "height": 780}, "has_touch": True}
DARK = {"color_scheme": "dark"}
PAGES = ("priorities/", "priorities/health/", "sessions/may-10/briefing/")


@pytest.fixture
def site(transactional_db):
    """Two sessions whose notes have published ratings; the second one has words, too."""
    names = ("health", "water", "culture")
    services = [make_service(slug=name, **in_all("name", name.title())) for name in names]
    for day, asked in ((3, services), (10, services[:2])):
        session = make_full_session(
            slug=f"may-{day}", starts_at=datetime(2021, 5, day, 14, tzinfo=UTC)
        )
        session.consultations.all().delete()
        ballots = [[5, 3, 1], [4, 2, 3]] * day
        make_consultation(session=session, services=asked, ballots=ballots, state="closed")
        if day > 3:
            given = [["Trust", "Time"], ["trust", "ثقة"], ["Trust"]]
            make_word_consultation(*given, session=session, state="closed")
        publish(session)


@pytest.mark.parametrize("reader", [WIDE, PHONE], indirect=True, ids=["wide", "phone"])
@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_pages_have_no_barrier_and_fit_the_window(site, reader, language):
    for path in PAGES:
        reader.open(f"/{language}/{path}")

        assert reader.violations() == [], path
        assert reader.overflow() == 0, path


@pytest.mark.parametrize("reader", [DARK], indirect=True, ids=["dark"])
def test_pages_have_no_barrier_by_night(site, reader):
    for path in PAGES:
        reader.open(f"/ar/{path}")

        assert reader.violations() == [], path


def test_time_runs_from_where_the_language_begins(site, reader):
    ends = {}
    for language in ("en", "ar"):
        page = reader.open(f"/{language}/priorities/")
        drawing = page.locator(".trend").first.bounding_box()
        last = page.locator(".trend-last").first.bounding_box()
        ends[language] = (last["x"] - drawing["x"]) / drawing["width"]

    assert ends["en"] > 0.6
    assert ends["ar"] < 0.4


def test_organiser_merges_what_is_suggested(transactional_db, reader):
    user = make_user(is_staff=True, is_superuser=True)
    consultation = make_word_consultation(["House"], ["Houses"], ["Time"])
    page = log_in(reader, user)

    reader.open(reverse("admin:priorities_consultation_words", args=[consultation.pk]))
    reader.follow(page.get_by_role("button", name="Merge the words like"))

    assert consultation.words.filter(merged_into__isnull=False).count() == 1
    assert page.get_by_role("button", name="Count “Houses” on its own").is_visible()
