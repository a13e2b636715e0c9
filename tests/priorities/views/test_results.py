"""Results to take away: who may have them, when, and what is in them."""

import csv
import io
import json

import openpyxl
import pytest
from django.urls import reverse

from priorities.results.downloads import FILE_TYPES
from sessions_app.briefing.editions import publish
from sessions_app.groups import ORGANISERS
from tests.factories import (
    in_all,
    make_ballot,
    make_consultation,
    make_full_session,
    make_service,
    make_session,
    make_user,
    make_word_consultation,
)

pytestmark = pytest.mark.usefixtures("empty_print_files")

LANGUAGES = ("en", "fr", "es", "ar")


def address(consultation, extension="json", language="en"):
    return f"/v/{consultation.code}/results.{extension}?lang={language}"


def make_closed(**overrides):
    """Two services and 31 English, 12 French, 2 Arabic ballots."""
    values = {"results_shown": "after_close", **in_all("high", "now")} | overrides
    services = [make_service(**in_all("name", name)) for name in ("Health", "Water")]
    consultation = make_consultation(services=services, state="open", **values)
    for language, number in {"en": 31, "fr": 12, "ar": 2}.items():
        for _ in range(number):
            make_ballot(consultation=consultation, scores=[5, 3], language=language)
    consultation.close()
    return consultation


def sheet(content, name):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [[cell.value for cell in row] for row in book[name].iter_rows()]


def test_address_is_the_one_that_is_linked(db):
    found = reverse("voting:results", args=["homes", "csv"])

    assert found == "/v/homes/results.csv"


@pytest.mark.parametrize("extension", FILE_TYPES)
@pytest.mark.parametrize(
    ("state", "shown"),
    [("draft", "live"), ("open", "live"), ("paused", "live"), ("closed", "after_reveal")],
)
def test_results_are_refused_before_they_are_final_and_shown(client, db, state, shown, extension):
    consultation = make_consultation(state=state, results_shown=shown, services=[make_service()])

    assert client.get(address(consultation, extension)).status_code == 404


def test_results_are_public_once_they_are_revealed(client, db):
    consultation = make_closed(results_shown="after_reveal")
    assert client.get(address(consultation)).status_code == 404

    consultation.reveal()

    answer = client.get(address(consultation))
    assert answer.status_code == 200
    assert "public" in answer["Cache-Control"]


def test_results_are_public_once_a_note_has_published_them(client, db):
    session = make_full_session()
    consultation = session.consultations.get()
    assert client.get(address(consultation)).status_code == 404

    publish(session)

    assert client.get(address(consultation)).status_code == 200


def test_results_are_withdrawn_while_voting_is_open_again(client, db):
    consultation = make_closed()
    consultation.reopen("Two phones failed.")

    assert client.get(address(consultation)).status_code == 404


def assert_given_up(answer):
    """The note that links here is no dead end."""
    assert answer.status_code == 409
    assert "Voting was opened again after this result was published" in answer.content.decode()


def test_result_that_was_given_up_is_told_in_the_language_of_the_note_that_links_here(client, db):
    session = make_full_session()
    consultation = session.consultations.get()
    publish(session)
    consultation.reopen("Two phones failed.")

    page = client.get(address(consultation, language="ar")).content.decode()

    assert '<html lang="ar" dir="rtl"' in page
    assert "Voting was opened again" not in page


def test_result_after_reopening_is_not_the_one_that_was_published(client, db):
    session = make_full_session()
    consultation = session.consultations.get()
    publish(session)
    consultation.reopen("Two phones failed.")
    assert_given_up(client.get(address(consultation)))
    consultation.close()
    assert_given_up(client.get(address(consultation)))

    publish(session, note="Voting was opened again.")

    assert client.get(address(consultation)).status_code == 200


def test_organisers_have_results_before_they_are_revealed_and_others_do_not(client, db):
    consultation = make_closed(results_shown="after_reveal")

    client.force_login(make_user())
    assert client.get(address(consultation)).status_code == 404
    client.force_login(make_user(group=ORGANISERS))
    answer = client.get(address(consultation))

    assert answer.status_code == 200
    assert "private" in answer["Cache-Control"]


def test_results_refuse_what_they_do_not_know(client, db):
    consultation = make_closed()

    assert client.get(address(consultation, "ods")).status_code == 404
    assert client.get("/v/nobody/results.json").status_code == 404
    assert client.post(address(consultation)).status_code == 405


def test_results_answer_304_to_who_has_them(client, db):
    consultation = make_closed()
    etag = client.get(address(consultation))["ETag"]

    assert client.get(address(consultation), headers={"If-None-Match": etag}).status_code == 304


def test_json_holds_the_figures_and_nothing_of_a_voter(client, db):
    consultation = make_closed()

    told = json.loads(client.get(address(consultation)).content)

    assert told["schema"] == "llex-consultation/1"
    assert told["ballots"] == 45
    assert told["by_language"] == [
        {"languages": ["en"], "ballots": 31},
        {"languages": ["ar", "fr"], "ballots": 14},
    ]
    assert told["items"][0]["name"]["fr"] == "Health (fr)"
    assert told["items"][0]["mean"] == 5.0
    assert not {"by_origin", "results", "voter_key"} & told.keys()


def test_files_split_nothing_by_language_where_an_earlier_result_may_be_known(client, db):
    consultation = make_closed()
    assert json.loads(client.get(address(consultation)).content)["by_language"]

    consultation.reopen("Two phones failed.")
    make_ballot(consultation=consultation, scores=[1, 5], language="fr")
    consultation.close()

    assert json.loads(client.get(address(consultation)).content)["by_language"] == []
    content = client.get(address(consultation, "xlsx")).content
    assert sheet(content, "Ballots by language") == [["Language", "Ballots"]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_csv_is_a_table_in_the_language_of_the_page(client, db, language):
    consultation = make_closed()

    answer = client.get(address(consultation, "csv", language))

    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[1] == ["1", f"Health ({language})", "5.0", "45", "0", "0", "0", "0", "0", "45"]
    assert len({len(row) for row in rows}) == 1
    assert answer["Content-Language"] == language
    slug = consultation.session.slug
    assert f'filename="{slug}-{consultation.code}-{language}.csv"' in answer["Content-Disposition"]


def test_xlsx_has_results_languages_and_facts(client, db):
    consultation = make_closed()

    content = client.get(address(consultation, "xlsx")).content

    assert sheet(content, "Results")[0][:5] == [
        "Rank", "Public service", "Mean", "Answers", "Don’t know",
    ]  # fmt: skip
    assert sheet(content, "Results")[1][:4] == [1, "Health (en)", 5, 45]
    assert sheet(content, "Ballots by language") == [
        ["Language", "Ballots"], ["English", 31], ["العربية + Français", 14],
    ]  # fmt: skip
    assert ["Meaning of the highest score", "now (en)"] in sheet(content, "About")


def test_xlsx_tells_times_as_the_clock_showed_them_in_the_session(client, db):
    consultation = make_closed(session=make_session(time_zone="Pacific/Auckland"))
    consultation.results["closed_at"] = "2021-05-18T22:05:09.123456+00:00"
    consultation.save()

    facts = sheet(client.get(address(consultation, "xlsx")).content, "About")

    assert [
        "Voting closed",
        "Wednesday, 19 May 2021, 10:05 (Auckland time; 18 May, 22:05 UTC)",
    ] in facts


def test_xlsx_runs_from_right_to_left_in_arabic(client, db):
    content = client.get(address(make_closed(), "xlsx", "ar")).content

    book = openpyxl.load_workbook(io.BytesIO(content))
    assert all(worksheet.sheet_view.rightToLeft for worksheet in book)


@pytest.mark.parametrize("word", ["=cmd|'/c calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1"])
def test_word_never_becomes_a_formula(client, db, word):
    consultation = make_word_consultation([word], state="closed", results_shown="after_close")

    text = client.get(address(consultation, "csv")).content.decode("utf-8-sig")
    book = openpyxl.load_workbook(io.BytesIO(client.get(address(consultation, "xlsx")).content))

    (row,) = list(csv.reader(io.StringIO(text)))[1:]
    assert row[1] == f"'{word}"
    assert book["Results"]["B2"].data_type == "s"
    assert book["Results"]["B2"].value == word


def test_results_make_the_same_queries_for_many_items(
    client, db, django_assert_num_queries, django_assert_max_num_queries
):
    few = make_closed()
    many = make_consultation(
        services=[make_service() for _ in range(6)], state="closed", results_shown="after_close"
    )
    with django_assert_max_num_queries(4) as first:
        client.get(address(few, "xlsx"))

    with django_assert_num_queries(len(first)):
        client.get(address(many, "xlsx"))
