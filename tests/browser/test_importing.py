"""A long import shows how far it is, and nothing of that is needed for the import itself."""

import time

import pytest
from django.urls import reverse

from llex.core.spreadsheets.resource import SheetResource
from sessions_app.spreadsheets.workbook import export_workbook
from tests.browser.test_organising import log_in
from tests.factories import make_full_session, make_user
from tests.sessions_app.spreadsheets.books import Book

SLOW = 0.25


@pytest.fixture
def session(transactional_db):
    return make_full_session()


@pytest.fixture
def organiser(transactional_db):
    return make_user(email="organiser@example.org", is_staff=True, is_superuser=True)


@pytest.fixture
def book(session, organiser, tmp_path):
    path = tmp_path / "book.xlsx"
    data = export_workbook(session, organiser)
    path.write_bytes(Book(data).put("responses", 2, text_en="We wash our hands").data)
    return path


def test_long_import_shows_how_far_it_is(reader, session, organiser, book, monkeypatch):
    page = log_in(reader, organiser)
    reader.open(reverse("admin:sessions_app_learningsession_workbook_import", args=[session.pk]))
    import_row = SheetResource.import_row

    def slowly(self, *args, **kwargs):
        time.sleep(SLOW)
        return import_row(self, *args, **kwargs)

    monkeypatch.setattr(SheetResource, "import_row", slowly)
    page.set_input_files("input[type=file]", book)
    for button, word in (("Show what would change", "read"), ("Write these changes", "written")):
        seen = []
        page.expose_function(f"note{word}", lambda text, seen=seen: seen.append(text))
        page.evaluate(
            f"""new MutationObserver(() => {{
                const box = document.querySelector("[data-progress-box]:not([hidden])");
                if (box) note{word}(box.innerText + " " + box.querySelector("progress").value);
            }}).observe(document.body, {{subtree: true, attributes: true, childList: true}})"""
        )
        with page.expect_navigation():
            page.get_by_role("button", name=button).first.click()
        assert any(f"rows {word}" in text for text in seen), seen

    assert session.contributions.filter(responses__text_en="We wash our hands").exists()


def test_short_import_shows_none(reader, session, organiser, book):
    page = log_in(reader, organiser)
    reader.open(reverse("admin:sessions_app_learningsession_workbook_import", args=[session.pk]))
    page.set_input_files("input[type=file]", book)
    reader.follow(page.get_by_role("button", name="Show what would change"))

    assert page.locator("[data-progress-box]:visible").count() == 0
    assert reader.violations(".city-table-preview") == []
