"""The files of open data: what they hold, how they are filtered, and that memory stays small."""

import csv
import gc
import io
import json
import tracemalloc
import zipfile
from datetime import timedelta

import frictionless
import openpyxl
import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cities.models import EntryAddress, EntryProjection, EntryServiceProjection
from llex.core.open_data.files import FORMATS
from priorities.models import ConsultationProjection, GroupProjection, Service
from sessions_app.open_data.catalogue import TABLES
from sessions_app.open_data.filters import FILTERS
from tests.factories import (
    make_consultation,
    make_contribution,
    make_published,
    make_session,
)
from tests.sessions_app.open_data.conftest import publish


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def rows_of(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return list(csv.DictReader(io.StringIO(body(response).decode("utf-8-sig"))))


def test_table_of_measures_holds_what_the_note_prints(client, published):
    [row] = rows_of(client, "/data/measures.csv")

    assert row["city"] == "bogota"
    assert row["city_name_en"] == "Bogotá (en)"
    assert row["city_country"] == "CO"
    assert row["session"] == "launch"
    assert row["text_fr"].startswith("For three months.")
    assert row["services"] == "housing"
    assert row["since"] == "2020-03-18"
    assert row["answers"] == EntryAddress.objects.get(kind="challenge").slug
    assert row["note"].endswith("/en/sessions/launch/briefing/")


def test_other_tables_hold_what_is_published(client, published):
    def table(name):
        return rows_of(client, f"/data/{name}.csv")

    [answer] = table("answers")
    assert answer["measure"] == EntryAddress.objects.get(kind="response").slug
    assert [row["answered_by"] for row in table("challenges")] == [answer["measure"]]
    assert [row["id"] for row in table("cities")] == ["bogota", "lagos"]
    assert [row["edition"] for row in table("sessions")] == ["1"]
    assert [row["is_current"] for row in table("editions")] == ["true"]
    assert {row["id"] for row in table("services")} == {"housing", "water"}
    assert [(row["service"], row["mean"]) for row in table("ratings")] == [
        ("housing", "4.5"),
        ("water", "3"),
    ]
    assert [(row["service"], row["count"]) for row in table("choices")] == [
        ("housing", "0"),
        ("water", "5"),
    ]
    figures = [(row["service"], row["group"], row["ballots"]) for row in table("groups")]
    assert figures == [
        ("housing", "en", "6"),
        ("housing", "fr", "6"),
        ("water", "en", "6"),
        ("water", "fr", "6"),
    ]
    assert {(row["by"], row["mean"], row["share"]) for row in table("groups")} == {
        ("language", "4.5", ""),
        ("language", "3", ""),
    }


def test_ratings_tell_the_change_since_the_session_before(client, published):
    housing = Service.objects.get(slug="housing")
    later = make_session(slug="later", starts_at=published.starts_at + timedelta(days=7))
    make_consultation(session=later, services=[housing], ballots=[[4]] * 3, state="closed")
    publish(later)

    first, second, third = rows_of(client, "/data/ratings.csv")

    assert (first["session"], first["change"]) == ("later", "-0.5")
    assert (first["mean_before"], first["session_before"]) == ("4.5", "launch")
    assert {(row["change"], row["session_before"]) for row in (second, third)} == {("", "")}


def test_groups_that_chose_have_shares(client, published):
    group = GroupProjection.objects.filter(service__slug="water").first()
    group.published = ConsultationProjection.objects.get(kind="choice")
    group.value = 62.5
    group.save()

    shares = [row["share"] for row in rows_of(client, "/data/groups.csv")]

    assert sorted(shares) == ["", "", "", "62.5"]


def test_nothing_unpublished_is_in_a_file(client, published):
    make_contribution(session=make_session(slug="secret", announced_at=None))

    response = client.get("/data/all.json")

    found = json.loads(body(response))
    assert len(found["measures"]) == 1
    assert [row["id"] for row in found["sessions"]] == ["launch"]
    assert found["licence"] == "CC BY 4.0"


@pytest.mark.parametrize("extension", sorted(FORMATS))
def test_each_table_is_given_in_a_format(client, published, extension):
    for name in TABLES:
        response = client.get(f"/data/{name}.{extension}")

        assert response.status_code == 200
        assert response["Access-Control-Allow-Origin"] == "*"
        assert response["Content-Type"] == FORMATS[extension].media_type
        assert int(response["Content-Length"]) == len(body(response))


def test_csv_is_marked_for_excel_and_runs_nothing(client, published):
    content = body(client.get("/data/measures.csv"))

    assert content.startswith(b"\xef\xbb\xbfid,")
    assert b"'=Rents are suspended" in content
    assert b",=Rents" not in content


def test_workbook_runs_nothing(client, published):
    book = openpyxl.load_workbook(io.BytesIO(body(client.get("/data/all.xlsx"))))

    assert book.sheetnames == [*TABLES, "about"]
    heads = [cell.value for cell in book["measures"][1]]
    cell = book["measures"][2][heads.index("title_en")]
    assert cell.value.startswith("=Rents are suspended")
    assert cell.data_type == "s"


def test_data_package_is_valid(client, published, tmp_path):
    with zipfile.ZipFile(io.BytesIO(body(client.get("/data/datapackage.zip")))) as archive:
        archive.extractall(tmp_path)

    package = frictionless.Package(str(tmp_path / "datapackage.json"))
    report = package.validate()

    assert report.valid, report.flatten(["type", "note"])
    assert package.licenses[0]["path"] == "https://creativecommons.org/licenses/by/4.0/"
    rows = {resource.name: resource.read_rows() for resource in package.resources}
    assert {name: len(found) for name, found in rows.items()} == {
        "measures": 1,
        "challenges": 1,
        "answers": 1,
        "cities": 2,
        "sessions": 1,
        "editions": 1,
        "ratings": 2,
        "choices": 2,
        "groups": 4,
        "services": 2,
    }
    assert "measures.csv: Measures" in (tmp_path / "README.md").read_text()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("service=housing", 1),
        ("service=water", 0),
        ("city=bogota", 1),
        ("city=lagos", 0),
        ("country=co", 1),
        ("country=FR", 0),
        ("session=launch", 1),
        ("year=2020", 1),
        ("year=2019", 0),
        ("published_after=2020-01-01", 1),
        ("published_after=2199-01-01T00:00:00%2B02:00", 0),
        ("service=housing&country=CO&session=launch", 1),
    ],
)
def test_filter_leaves_a_part(client, published, query, found):
    assert len(rows_of(client, f"/data/measures.csv?{query}")) == found


def test_former_slugs_still_filter(client, published):
    contribution = published.contributions.get(city__slug="bogota")
    contribution.city.slug = "bogota-dc"
    contribution.city.save()
    published.slug = "kick-off"
    published.save()
    make_published(published)

    assert len(rows_of(client, "/data/measures.csv?city=bogota")) == 1
    assert len(rows_of(client, "/data/measures.csv?session=launch")) == 1


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("/data/measures.csv?topic=housing", "There is no filter “topic” here. There are: city"),
        ("/data/services.csv?city=bogota", "There is no filter “city” here. There are: service"),
        ("/data/measures.csv?service=unknown", "“unknown” is not known as a value of the filter"),
        ("/data/measures.csv?city=", "is not known as a value"),
        ("/data/measures.csv?year=20200", "is not known as a value"),
        ("/data/measures.csv?year=%D9%A2%D9%A0%D9%A2%D9%A0", "is not known as a value"),
        ("/data/measures.csv?published_after=2020-13-45", "is not known as a value"),
        ("/data/measures.csv?country=CO&country=FR", "can be given once only"),
        ("/data/measures.csv?city=%01", "is not known as a value"),
        ("/data/measures.csv?city=%3Cscript%3E", "“&lt;script&gt;” is not known as a value"),
        ("/data/measures.csv?session=%27%20OR%201=1", "is not known as a value"),
        ("/data/all.xlsx?service=housing", "this file holds everything"),
        ("/data/datapackage.zip?x=1", "this file holds everything"),
    ],
)
def test_what_is_unknown_is_told(client, published, address, text):
    response = client.get(address)

    assert response.status_code == 400
    assert text in response.content.decode()


def test_refusal_is_in_the_language_of_the_reader(client, published):
    response = client.get("/data/measures.csv?x=1", headers={"accept-language": "fr"})

    assert "Il n’y a pas de filtre" in response.content.decode()


@pytest.mark.parametrize(
    "address",
    ["/data/nothing.csv", "/data/measures.pdf", "/data/datapackage.json", "/data/all.csv"],
)
def test_unknown_file_is_not_found(client, published, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/data/measures.csv", "/data/all.xlsx", "/en/data/"])
def test_files_are_only_read(client, published, address):
    assert client.post(address).status_code == 405
    assert client.delete(address).status_code == 405
    assert client.head(address).status_code == 200


def test_file_is_not_sent_again_until_something_is_published(client, published):
    first = client.get("/data/measures.csv")
    again = client.get("/data/measures.csv", headers={"if-none-match": first["ETag"]})
    make_published(published)
    later = client.get("/data/measures.csv", headers={"if-none-match": first["ETag"]})

    assert first["Last-Modified"]
    assert again.status_code == 304
    assert later.status_code == 200


def test_client_that_asks_too_much_has_to_wait(client, published, settings):
    settings.API_RATE = 12
    statuses = [client.get("/data/measures.csv").status_code for _ in range(3)]
    refused = client.get("/data/measures.csv")
    caches["shared"].clear()

    assert statuses[:2] == [200, 200]
    assert refused.status_code == 429
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert client.get("/data/measures.csv").status_code == 200


def many_entries(count, first=10_000):
    entry = EntryProjection.objects.get(kind="response", number__lt=10_000)
    addresses = EntryAddress.objects.bulk_create(
        EntryAddress(
            kind="response",
            number=first + number,
            slug=f"measure-{first + number}",
            session_id=entry.address.session_id,
            session_slug="launch",
            city_slug="bogota",
        )
        for number in range(count)
    )
    values = {
        one.attname: getattr(entry, one.attname)
        for one in EntryProjection._meta.concrete_fields
        if one.name not in ("id", "address", "number")
    }
    made = EntryProjection.objects.bulk_create(
        EntryProjection(address=address, number=address.number, **values) for address in addresses
    )
    EntryServiceProjection.objects.bulk_create(
        EntryServiceProjection(entry=one, service="housing") for one in made
    )


@pytest.fixture
def usual_collector():
    """Collect garbage as a server does; the other tests let more of it lie."""
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*before)


def peak(client, address):
    gc.collect()
    tracemalloc.start()
    try:
        for _part in client.get(address).streaming_content:
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("address", ["/data/measures.csv", "/data/measures.json"])
def test_memory_does_not_grow_with_the_table(client, published, usual_collector, address):
    many_entries(500)
    peak(client, address)
    small = peak(client, address)
    many_entries(2000, first=20_000)

    assert peak(client, address) < small + 1_000_000


def test_queries_grow_with_batches_alone(client, published):
    def count():
        with CaptureQueriesContext(
            connection,
        ) as made:
            body(client.get("/data/measures.csv"))
        return len(made)

    count()
    before = count()
    many_entries(30)

    assert count() == before <= 16


def test_page_explains_every_field_of_every_table(client, published):
    page = client.get("/en/data/").content.decode()

    for table in TABLES.values():
        assert f'href="/data/{table.name}.csv"' in page
        for column in table.columns():
            assert f">{column.name.removesuffix(f'_{column.language}')}<" in page
    assert all(f'<code dir="ltr">{name}</code>' in page for name in FILTERS)
    assert "https://creativecommons.org/licenses/by/4.0/" in page


def test_page_makes_a_constant_number_of_queries(client, published):
    def count():
        with CaptureQueriesContext(connection) as made:
            assert client.get("/en/data/").status_code == 200
        return len(made)

    count()
    before = count()
    for _number in range(2):
        session = make_session()
        make_contribution(session=session)
        make_published(session)

    assert count() == before <= 25


def test_form_leads_to_the_file_that_was_chosen(client, published):
    response = client.get(
        "/en/data/file/?table=cities&service=housing&country=&session=launch&format=csv"
    )

    assert response.status_code == 302
    assert response["Location"] == "/data/cities.csv?service=housing&session=launch"


@pytest.mark.parametrize("query", ["", "table=x&format=csv", "table=cities&format=exe"])
def test_form_with_something_unknown_is_not_found(client, published, query):
    assert client.get(f"/en/data/file/?{query}").status_code == 404


def test_every_filter_of_a_table_is_explained():
    assert {name for table in TABLES.values() for name in table.filters} == set(FILTERS)
