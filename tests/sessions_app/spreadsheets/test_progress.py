"""How far a long import is, as the page that waits for it asks."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from llex.core.spreadsheets import progress
from tests import factories
from tests.sessions_app.spreadsheets.books import exported
from tests.sessions_app.spreadsheets.tables import HEADS, LISBON, ROWS, xlsx
from tests.sessions_app.spreadsheets.test_city_table_page import fields, page_of
from tests.sessions_app.spreadsheets.test_city_table_page import send as send_table
from tests.sessions_app.spreadsheets.test_pages import upload

NAME = "0123456789abcdef0123456789abcdef"


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(progress, "_PAUSE", 0)


@pytest.fixture
def kept(monkeypatch):
    """What is kept while an import runs: (step, done, total)."""
    found = []
    keep = progress._Progress.keep

    def note(self):
        found.append((self.step, self.done, self.total))
        keep(self)

    monkeypatch.setattr(progress._Progress, "keep", note)
    return found


def asked(client, address, name=NAME):
    return client.get(address, {"progress": name})


def test_rows_are_counted_as_they_are_read_and_written(signed_in, session, organiser, kept):
    book = exported(session, organiser).put("responses", 2, text_en="We wash")
    shown = signed_in.post(upload(session), {"file": as_file(book.data), "progress": NAME})
    rows = kept[0][2]
    assert kept[0] == ("reading", 0, rows)
    # One head in each of twelve sheets is no row.
    assert kept[-1] == ("reading", rows - 12, rows)
    kept.clear()

    signed_in.post(upload(session), {**fields(shown), "write": "1", "progress": NAME})

    assert kept[0] == ("writing", 0, rows)
    assert kept[-1] == ("writing", rows - 12, rows)


def as_file(data, name="book.xlsx"):
    return SimpleUploadedFile(name, data)


def test_rows_of_a_table_of_cities_are_counted(signed_in, session, kept):
    for name, country in (("Lisbon", "PT"), ("Quito", "EC")):
        factories.make_city(name_en=name, country=country)
    shown = send_table(signed_in, session, xlsx(ROWS), progress=NAME)
    assert kept == [("reading", 0, 2), ("reading", 1, 2), ("reading", 2, 2)]
    kept.clear()

    signed_in.post(page_of(session), {**fields(shown), "write": "1", "progress": NAME})

    assert kept[-3:] == [("writing", 0, 2), ("writing", 1, 2), ("writing", 2, 2)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "3 of 9 rows read"),
        ("fr", "3 lignes lues sur 9"),
        ("es", "3 de 9 filas leídas"),
        ("ar", "قُرئ 3 من 9 صفوف"),
    ],
)
def test_progress_is_told_meanwhile_in_the_readers_language(
    signed_in, session, organiser, language, text
):
    address = upload(session).replace("/en/", f"/{language}/")
    with reporting(organiser, f"workbook:{session.pk}"):
        progress.begin(9)
        for _row in range(3):
            progress.advance()
        answer = asked(signed_in, address)
        assert answer.json() == {"done": 3, "total": 9, "text": text}
        assert "no-store" in answer["Cache-Control"]
    assert asked(signed_in, address).json() == {}


def reporting(user, target, name=NAME):
    request = RequestFactory().post("/", {"progress": name})
    request.user = user
    return progress.reporting(request, target)


def test_progress_is_told_only_to_its_user_for_its_page(signed_in, session, organiser, client):
    other = factories.make_full_session()
    with reporting(organiser, f"workbook:{session.pk}"):
        progress.begin(9)
        assert asked(signed_in, upload(session)).json()
        assert asked(signed_in, upload(other)).json() == {}
        assert asked(signed_in, page_of(session)).json() == {}
        assert asked(signed_in, upload(session), "f" * 32).json() == {}
        signed_in.force_login(factories.make_user("Organisers"))
        assert asked(signed_in, upload(session)).json() == {}
        client.force_login(factories.make_user(is_staff=True))
        assert asked(client, upload(session)).status_code == 403
        assert asked(client, page_of(session)).status_code == 403
        client.logout()
        assert asked(client, upload(session)).status_code == 302


@pytest.mark.parametrize(
    "name", ["", "short", "x" * 65, "with space in the name", "../../a/file/name"]
)
def test_what_is_no_name_is_not_kept(signed_in, session, organiser, kept, name):
    book = exported(session, organiser).put("responses", 2, text_en="We wash").keep("responses")

    shown = signed_in.post(upload(session), {"file": as_file(book.data), "progress": name})

    assert "Write these changes" in shown.content.decode()
    assert kept == []
    assert asked(signed_in, upload(session), name).json() == {}


def test_progress_is_forgotten_when_an_import_fails(organiser):
    def fail():
        with reporting(organiser, "t"):
            progress.begin(9)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    progress.advance()
    request = RequestFactory().get("/", {"progress": NAME})
    request.user = organiser
    assert progress.answer(request, "t").content == b"{}"


def test_page_works_without_javascript(signed_in, session):
    factories.make_city(name_en="Lisbon", country="PT")
    page = send_table(signed_in, session, xlsx([HEADS, LISBON]), progress="").content.decode()

    assert 'name="progress" value=""' in page
    assert "data-progress-box hidden" in page
    assert "Write 1 city" in page
