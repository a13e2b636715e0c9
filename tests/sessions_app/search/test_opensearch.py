"""OpenSearch as the engine of the search, against a server that answers as OpenSearch does."""

from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.http import QueryDict
from django.urls import reverse

from llex.core.db.full_text import all_of, any_of, at_least
from sessions_app.models import SearchDocument
from sessions_app.search import opensearch
from sessions_app.search.asking import Asked
from sessions_app.search.filters import Filters
from sessions_app.search.finding import find
from tests.factories import (
    in_english,
    make_city,
    make_contribution,
    make_published,
    make_response,
    make_service,
    make_session,
)
from tests.opensearch_server import Server, running


@pytest.fixture
def server(settings):
    server = Server()
    with running(server) as address:
        settings.SEARCH_URL = address
        yield server


@pytest.fixture
def said(db, empty_print_files):
    session = make_session(slug="june", title_en="After the flood")
    service = make_service(slug="housing", name_en="Housing")
    contribution = make_contribution(
        session=session,
        city=make_city(slug="nairobi", country="KE", name_en="Nairobi"),
        responses=0,
        challenges=0,
    )
    for title in ("Rents are suspended", "Tenants get a lawyer", "Markets open later"):
        text = in_english("text", f"{title} until June.")
        row = make_response(contribution=contribution, **in_english("title", title), **text)
        row.services.add(service)
    return SimpleNamespace(session=session, contribution=contribution)


def titles(text, **filters):
    found = find(Filters(text=text, **filters), "en", 1)
    return {row.title for row in found.page("", 0, 20)}


def test_rebuilt_index_takes_the_place_of_the_former(server, said):
    make_published(said.session)
    call_command("rebuild_projection", verbosity=0)
    first = server.aliases["llex"]
    call_command("rebuild_projection", verbosity=0)

    assert server.aliases["llex"] != first
    assert list(server.indices) == [server.aliases["llex"]]
    assert len(server.documents("llex")) == SearchDocument.objects.count()


def test_same_is_found_as_in_the_database(server, said, settings):
    make_published(said.session)
    call_command("rebuild_projection", verbosity=0)
    queries = ("rents", "what did Kenyan cities do about tenants?", "nairobi", "lawyer until June")
    found = [titles(text) for text in queries]
    assert len(server.asked) >= len(queries)
    settings.SEARCH_URL = ""

    assert found == [titles(text) for text in queries]
    assert found[0] == {"Rents are suspended", "Tenants get a lawyer"}


def test_published_rows_are_written_and_gone_ones_taken_out(
    server, said, django_capture_on_commit_callbacks
):
    call_command("rebuild_projection", verbosity=0)
    with django_capture_on_commit_callbacks(execute=True):
        make_published(said.session)
    assert len(server.documents("llex")) == SearchDocument.objects.count()

    said.contribution.responses.filter(title_en="Markets open later").delete()
    with django_capture_on_commit_callbacks(execute=True):
        make_published(said.session)

    assert len(server.documents("llex")) == SearchDocument.objects.count()
    assert not any("market" in one["tokens"] for one in server.documents("llex").values())


def test_numbers_of_filters_come_from_the_server(client, server, said):
    make_published(said.session)
    call_command("rebuild_projection", verbosity=0)
    page = client.get(f"{reverse('sessions_app:search')}?country=KE").content.decode()

    assert server.asked[-1]["aggs"]["country"] == {"terms": {"field": "country", "size": 300}}
    assert "Kenya" in page
    assert "Rents are suspended" in page


def test_database_answers_while_the_server_is_away(client, server, said, caplog):
    make_published(said.session)
    call_command("rebuild_projection", verbosity=0)
    server.is_broken = True

    assert "Rents are suspended" in titles("rents")
    assert "the database is asked" in caplog.text
    assert client.get(reverse("sessions_app:search")).status_code == 200


def test_database_answers_after_something_could_not_be_written(
    server, said, caplog, django_capture_on_commit_callbacks
):
    call_command("rebuild_projection", verbosity=0)
    server.is_broken = True
    with django_capture_on_commit_callbacks(execute=True):
        make_published(said.session)
    server.is_broken = False

    assert "manage.py rebuild_projection" in caplog.text
    assert "Rents are suspended" in titles("rents")
    assert server.asked == []
    call_command("rebuild_projection", verbosity=0)
    assert "Rents are suspended" in titles("rents")
    assert server.asked
    assert cache.get("opensearch-is-behind") is None


def test_query_is_written_in_the_language_of_the_server():
    filters = Filters(
        chosen={
            "region": ("AF", "EU"),
            "service": ("housing",),
            "challenge": ("rents-challenge-7",),
            "year": ("2020",),
        }
    )
    conditions = (at_least(2, ["rent", any_of(["tenant", "lease"]), "freez"]), all_of(["a", "b"]))

    assert opensearch.query(Asked("en", filters, conditions, kind="measure")) == {
        "bool": {
            "filter": [
                {"term": {"readers": "en"}},
                {"term": {"kind": "measure"}},
                {"terms": {"region": ["AF", "EU"]}},
                {"terms": {"services": ["housing"]}},
                {"terms": {"challenges": ["rents-challenge-7"]}},
                {"terms": {"year": ["2020"]}},
            ],
            "must": [
                {
                    "bool": {
                        "should": [
                            {"term": {"tokens": "rent"}},
                            {
                                "bool": {
                                    "should": [
                                        {"term": {"tokens": "tenant"}},
                                        {"term": {"tokens": "lease"}},
                                    ],
                                    "minimum_should_match": 1,
                                }
                            },
                            {"term": {"tokens": "freez"}},
                        ],
                        "minimum_should_match": 2,
                    }
                },
                {"bool": {"must": [{"term": {"tokens": "a"}}, {"term": {"tokens": "b"}}]}},
            ],
        }
    }


@pytest.mark.django_db
def test_hostile_query_asks_for_nothing_but_words(server, said):
    make_published(said.session)
    call_command("rebuild_projection", verbosity=0)
    find(Filters.read(QueryDict('q="}}],"size":9&service={"match_all":{}}')), "en", 1)

    assert all(
        set(one) <= {"query", "size", "_source", "track_total_hits", "aggs"} for one in server.asked
    )


@pytest.mark.parametrize(
    "address", ["opensearch://", "http://host/index", "opensearch://host:9200", "https:///index"]
)
def test_wrong_address_is_told(address):
    with pytest.raises(ImproperlyConfigured, match="opensearch://HOST"):
        opensearch.check(address)


def test_missing_library_is_told(monkeypatch):
    monkeypatch.setattr(opensearch, "opensearchpy", None)

    with pytest.raises(ImproperlyConfigured, match="pip install opensearch-py"):
        opensearch.check("opensearch://host:9200/llex")
