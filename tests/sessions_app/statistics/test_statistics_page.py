"""The page of figures, its pictures and its spreadsheets: what they show, and who sees them."""

import csv
import io
from datetime import date

import openpyxl
import pytest
from django.urls import reverse
from lxml import etree, html

from llex.core import languages
from sessions_app.groups import ORGANISERS, RAPPORTEURS, TRANSLATORS
from sessions_app.statistics.charts import charts
from sessions_app.statistics.session_figures import count_sessions
from sessions_app.statistics.session_filter import SessionFilter
from tests.factories import make_city, make_series, make_user
from tests.factories_statistics import make_answer, make_held_session, make_people

pytestmark = pytest.mark.django_db
NAME = "admin:sessions_app_learningsession_statistics"
PAGE = reverse(NAME)
FILES = [
    PAGE,
    reverse(f"{NAME}_file", args=["xlsx"]),
    reverse(f"{NAME}_file", args=["csv"]),
    reverse(f"{NAME}_picture", args=["people"]),
]


@pytest.fixture
def organiser(client):
    client.force_login(make_user(group=ORGANISERS))
    return client


@pytest.fixture
def session():
    """Return a session with figures of every kind but downloads."""
    series = make_series(title_en="Cities & heat", title_fr="Villes et chaleur")
    session = make_held_session(series=series, title_en="=1+1", title_fr="Logement")
    bogota = make_city(country="CO")
    make_people(session, 3, city=bogota, registration={"language": "fr"})
    make_people(session, 6, role="speaker", status="attended", registration={"gender": "woman"})
    make_answer(session, city=bogota, hours=60)
    return session


@pytest.mark.parametrize(
    ("group", "expected"),
    [(None, 302), (TRANSLATORS, 403), (RAPPORTEURS, 200), (ORGANISERS, 200)],
)
@pytest.mark.parametrize("address", FILES, ids=["page", "xlsx", "csv", "picture"])
def test_those_who_see_sessions_see_figures(client, session, group, expected, address):
    if group:
        client.force_login(make_user(group=group))

    assert client.get(address).status_code == expected


@pytest.mark.parametrize("address", FILES, ids=["page", "xlsx", "csv", "picture"])
def test_nothing_is_posted(organiser, address):
    assert organiser.post(address).status_code == 405


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (reverse(f"{NAME}_file", args=["pdf"]), 404),
        (reverse(f"{NAME}_picture", args=["secret"]), 404),
        (f"{FILES[1]}?since=never", 400),
        (f"{FILES[3]}?series=999999", 400),
    ],
)
def test_what_is_not_there_and_bad_questions_are_refused(organiser, address, status):
    assert organiser.get(address).status_code == status


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"since": "yesterday"}, "Enter a valid date."),
        ({"since": "2020-05-01", "until": "2020-04-01"}, "must not be before the first"),
        ({"region": "XX"}, "Select a valid choice"),
        ({"series": "999999"}, "Select a valid choice"),
    ],
)
def test_bad_choice_is_said_beside_its_field_and_kept(organiser, session, query, message):
    answer = organiser.get(PAGE, query)

    assert answer.status_code == 422
    text = answer.content.decode()
    assert message in text
    assert "statistics-table" not in text
    for value in query.values():
        assert value in text or value in ("XX", "999999")


def test_page_shows_rows_totals_and_what_is_not_known(organiser, session):
    make_held_session(1)

    page = html.fromstring(organiser.get(PAGE).content.decode())

    rows = [
        [" ".join(cell.text_content().split()) for cell in row.xpath("./*")]
        for row in page.xpath("//table[@class='statistics-table']//tr")
    ]
    assert rows[0][2:4] == ["Registered", "Present"]
    assert rows[1][0] == "1 April 2020"
    assert rows[1][2:5] == ["not recorded"] * 3
    assert rows[2][2:5] == ["9", "6", "1"]
    assert rows[2][12] == "2.5"
    assert rows[3][1:4] == ["Total (2)", "9", "6"]
    assert "Who was present is recorded for 1 of 2 sessions." in page.text_content()
    assert page.xpath("//tr[th='Woman']/td/strong/text()") == ["6"]


def test_page_without_sessions_says_so(organiser):
    assert "No session that was chosen has begun yet." in organiser.get(PAGE).content.decode()


def test_choice_goes_along_to_files_and_pictures(organiser, session):
    query = {"series": session.series_id, "since": "2020-01-01", "until": "2020-12-31"}

    page = html.fromstring(organiser.get(PAGE, query | {"region": "SA"}).content.decode())

    text = page.xpath("string(//p[@class='statistics-chosen'])")
    assert "Cities & heat · from 1 January 2020 · until 31 December 2020 · South America" in text
    [link] = page.xpath("//a[contains(@href, '.xlsx')]/@href")
    assert link.endswith("?series={series}&since={since}&until={until}&region=SA".format(**query))
    assert "Downloads and genders are not known by region." in page.text_content()
    assert not page.xpath("//h2[.='Gender of speakers']")


@pytest.mark.parametrize("code", languages.REQUIRED)
def test_spreadsheets_speak_the_language_of_the_reader(organiser, session, code):
    addresses = [address.replace("/en/", f"/{code}/", 1) for address in FILES[1:3]]
    workbook, table = (organiser.get(address).content for address in addresses)

    book = openpyxl.load_workbook(io.BytesIO(workbook))
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig"))))
    assert rows[0] == heads
    assert (heads[3] == "Registered") == (code == "en")
    assert sheet.sheet_view.rightToLeft == (code == "ar")
    assert [cell.value for cell in sheet[2]][3:5] == [9, 6]
    assert sheet["A2"].value.date() == date(2020, 3, 25)
    assert len(rows) == 3
    assert len(book.worksheets) >= 5


def test_titles_do_not_become_formulas(organiser, session):
    book = openpyxl.load_workbook(io.BytesIO(organiser.get(FILES[1]).content))
    table = organiser.get(FILES[2]).content.decode("utf-8-sig")

    assert book.worksheets[0]["B2"].data_type == "s"
    assert ",'=1+1," in table


@pytest.mark.parametrize("code", ["en", "ar"])
def test_pictures_are_whole_files_with_title_and_values(organiser, session, code):
    for chart in charts(count_sessions(SessionFilter())):
        address = reverse(f"{NAME}_picture", args=[chart.key]).replace("/en/", f"/{code}/", 1)
        answer = organiser.get(address)
        picture = etree.fromstring(answer.content)

        assert answer["Content-Type"] == "image/svg+xml"
        names = {"s": "http://www.w3.org/2000/svg"}
        assert picture.xpath("string(s:title)", namespaces=names)
        assert picture.get("direction") == ("rtl" if code == "ar" else "ltr")
        width = float(picture.get("width"))
        for box in picture.xpath("s:rect[@x]", namespaces=names):
            x, size = float(box.get("x")), float(box.get("width"))
            assert 0 <= x <= x + size <= width
        assert not picture.xpath("//@style | //s:script | //s:style", namespaces=names)


def test_upright_bars_leave_a_gap_where_nothing_is_recorded(session):
    make_held_session(1)

    [chart] = [one for one in charts(count_sessions(SessionFilter())) if one.upright]

    assert [bar.values for bar in chart.bars] == [(9, 6), (None, None)]
    assert [(bar.group, bar.height) for bar in chart.columns] == [(0, 100), (1, 66.67)]


def test_page_takes_few_queries(organiser, session, django_assert_max_num_queries):
    organiser.get(PAGE)

    with django_assert_max_num_queries(30):
        organiser.get(PAGE)
