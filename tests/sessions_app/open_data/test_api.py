"""The API: what it holds, how it refuses, and that it does what its own description says."""

import pytest
import schemathesis
from django.core.cache import caches
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError, close_old_connections, connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from schemathesis import GenerationMode, checks

from cities.models import EntryAddress
from cities.public import projection
from llex.core.open_data.tables import DataTable
from sessions_app.open_data.api.document import openapi
from sessions_app.open_data.catalogue import TABLES
from tests.factories import make_contribution, make_published, make_session

PROBLEM = "application/problem+json"


def found(client, address, **options):
    response = client.get(f"/api/v1/{address}", **options)
    assert response.status_code == 200, response.content
    return response.json()


def refused(client, address, status, **options):
    response = client.get(f"/api/v1/{address}", **options)
    assert response.status_code == status
    assert response["Content-Type"] == PROBLEM
    assert response["Access-Control-Allow-Origin"] == "*"
    data = response.json()
    assert data["status"] == status
    assert data["instance"] == f"/api/v1/{address.partition('?')[0]}"
    return data["detail"]


def test_list_and_record_hold_what_is_published(client, published):
    page = found(client, "measures?service=housing&country=CO&region=SA")
    [row] = page["results"]

    assert (page["count"], page["page"], page["pages"]) == (1, 1, 1)
    assert row["city"]["id"] == "bogota"
    assert set(row["text"]) == {"en", "fr", "es", "ar"}
    assert found(client, f"measures/{row['id']}") == row
    assert found(client, f"challenges/{row['answers'][0]}")["answered_by"] == [row["id"]]
    assert found(client, "cities/lagos")["country"] == "NG"
    assert found(client, "services/housing")["name"]["en"] == "Housing (en)"
    assert found(client, "sessions/launch")["edition"] == 1
    edition = found(client, "editions/launch/1")
    assert edition["is_current"]
    assert edition["document"]["ar"].endswith(
        "/ar/sessions/launch/briefing/editions/1/briefing.json"
    )


def test_each_table_has_a_list(client, published):
    root = found(client, "")

    assert set(TABLES) < set(root)
    assert all(found(client, name)["count"] for name in TABLES)


def test_texts_of_one_language_alone(client, published):
    [row] = found(client, "measures?language=ar")["results"]

    assert set(row["title"]) == set(row["text"]) == set(row["city"]["name"]) == {"ar"}


def test_pages_lead_to_each_other(client, published):
    first = found(client, "cities?page_size=1")
    second = found(client, first["next"].partition("/api/v1/")[2])

    assert [one["id"] for one in (*first["results"], *second["results"])] == ["bogota", "lagos"]
    assert first["previous"] is None
    assert second["next"] is None
    assert second["previous"].endswith("/api/v1/cities?page_size=1&page=1")


@pytest.mark.parametrize(
    ("address", "status", "text"),
    [
        ("measures?topic=housing", 400, "There is no filter “topic” here. There are: city"),
        ("services?city=bogota", 400, "There are: service"),
        ("measures?service=unknown", 400, "“unknown” is not known as a value"),
        ("measures?page=0", 400, "“page” cannot have this value"),
        ("measures?page_size=101", 400, "“page_size” cannot have this value"),
        ("measures?language=xx", 400, "“language” cannot have this value"),
        ("measures?year=twenty", 400, "“year” cannot have this value"),
        ("measures?published_after=soon", 400, "is not known as a value"),
        ("measures?city=bogota&city=lagos", 400, "can be given once only"),
        ("cities/bogota?page=1", 400, "There is no parameter “page” here"),
        ("editions/launch/1?language=fr", 400, "There is no parameter “language” here"),
        ("measures?city=%00", 400, "This request cannot be read."),
        ("measures?city=%FF", 400, "This request cannot be read."),
        ("measures?page=2", 404, "There is no page 2; the last one is 1."),
        ("measures/unknown-1", 404, "There is nothing here."),
        ("cities/../../admin", 404, "There is nothing here."),
        ("editions/launch/9", 404, "There is nothing here."),
        ("nothing", 404, "There is nothing here."),
    ],
)
def test_refusal_says_what_is_wrong(client, published, address, status, text):
    assert text in refused(client, address, status)


def test_refusal_is_in_the_language_of_the_reader(client, published):
    detail = refused(client, "nothing", 404, headers={"accept-language": "es"})

    assert detail == "Aquí no hay nada."


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("address", ["", "measures", "nothing"])
def test_api_is_only_read(client, published, method, address):
    response = getattr(client, method)(f"/api/v1/{address}")

    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert response["Content-Type"] == PROBLEM


def test_other_sites_may_ask(client, published):
    response = client.options("/api/v1/measures")

    assert response.status_code == 204
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "Access-Control-Allow-Credentials" not in response


def test_head_is_an_answer_without_its_body(client, published):
    whole, head = client.get("/api/v1/measures"), client.head("/api/v1/measures")

    assert head.status_code == 200
    assert head.content == b""
    assert head["ETag"] == whole["ETag"]
    assert head["Content-Length"] == whole["Content-Length"]


def test_other_media_types_are_not_acceptable(client, published):
    refused(client, "measures", 406, headers={"accept": "text/csv"})
    found(client, "measures", headers={"accept": "text/html, */*;q=0.1"})


def test_withdrawn_measure_is_gone(client, published):
    slug = EntryAddress.objects.get(kind="response").slug
    projection.replace_session(published.pk, {})

    assert "has been withdrawn" in refused(client, f"measures/{slug}", 410)
    assert found(client, "measures")["count"] == 0


def test_former_slug_leads_to_the_present_one(client, published):
    city = published.contributions.get(city__slug="bogota").city
    city.slug = "bogota-dc"
    city.save()
    make_published(published)

    response = client.get("/api/v1/cities/bogota?language=fr")

    assert response.status_code == 301
    assert response["Location"] == "/api/v1/cities/bogota-dc?language=fr"


def test_answer_is_not_sent_again_until_something_is_published(client, published):
    first = client.get("/api/v1/measures")
    again = client.get("/api/v1/measures", headers={"if-none-match": first["ETag"]})
    make_published(published)
    later = client.get("/api/v1/measures", headers={"if-none-match": first["ETag"]})

    assert first["Last-Modified"]
    assert (again.status_code, again["Access-Control-Allow-Origin"]) == (304, "*")
    assert later.status_code == 200


def test_client_that_asks_too_much_has_to_wait(client, published, settings):
    settings.API_RATE = 2
    for _number in range(2):
        found(client, "cities")
    response = client.get("/api/v1/cities")
    other = client.get("/api/v1/cities", REMOTE_ADDR="203.0.113.9")
    caches["shared"].clear()

    assert response.status_code == 429
    assert response["Content-Type"] == PROBLEM
    assert 1 <= int(response["Retry-After"]) <= 60
    assert other.status_code == 200
    settings.API_RATE = 0
    assert all(client.get("/api/v1/cities").status_code == 200 for _number in range(4))


@pytest.mark.parametrize(("error", "status"), [(OperationalError, 503), (RuntimeError, 500)])
def test_failure_is_a_problem_that_says_nothing_of_its_cause(
    client, published, monkeypatch, error, status
):
    def fail(*_arguments):
        raise error("secret")

    monkeypatch.setattr(DataTable, "rows", fail)

    assert "secret" not in refused(client, "measures", status)


@pytest.mark.parametrize("name", sorted(TABLES))
def test_list_makes_a_constant_number_of_queries(client, published, name):
    def count():
        with CaptureQueriesContext(connection) as made:
            found(client, name)
        return len(made)

    count()
    before = count()
    for _number in range(2):
        session = make_session()
        make_contribution(session=session)
        make_published(session)

    assert count() == before <= 14


def test_description_is_complete(client, published):
    document = found(client, "openapi.json")

    assert document["openapi"].startswith("3.1")
    assert document["info"]["license"]["url"] == "https://creativecommons.org/licenses/by/4.0/"
    assert document["servers"][0]["url"].startswith("http")
    for path, item in document["paths"].items():
        assert set(item) == {"get"}, path
        operation = item["get"]
        assert operation["description"]
        assert {"200", "304", "400", "404", "405", "406", "429", "500"} <= set(
            operation["responses"]
        )
        for status, response in operation["responses"].items():
            assert response["description"]
            if int(status) >= 400:
                assert list(response["content"]) == [PROBLEM]
    fields = document["components"]["schemas"]["Measure"]["properties"]
    assert set(fields) == {field.name for field in TABLES["measures"].fields}
    assert all("description" in field or "$ref" in field for field in fields.values())


def test_page_explains_each_list_in_the_language_of_the_reader(client, published):
    page = client.get("/fr/data/api/").content.decode()

    for name in TABLES:
        assert f'href="/api/v1/{name}"' in page
    assert "Mesures" in page
    assert "<script" not in page


CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
STEADY = hypothesis_settings(
    max_examples=10,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def connected():
    """Requests that do not close the connection in which the test's transaction is."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("mode", ["as described", "against the description", "examples"])
def test_api_does_what_it_says(published, connected, settings, mode):
    """Ask as Schemathesis thinks of it, from the description alone."""
    settings.API_RATE = 0
    application = get_wsgi_application()
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    asked = 0

    def ask(case):
        nonlocal asked
        asked += 1
        # Its client of the application unpacks nothing.
        case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})

    for result in schema.get_all_operations():
        operation = result.ok()
        if mode == "examples":
            for strategy in operation.get_strategies_from_examples():
                STEADY(given(case=strategy)(ask))()
            continue
        chosen = GenerationMode.POSITIVE if mode == "as described" else GenerationMode.NEGATIVE
        STEADY(given(case=operation.as_strategy(generation_mode=chosen))(ask))()

    assert asked >= len(openapi()["paths"]) if mode != "examples" else asked
