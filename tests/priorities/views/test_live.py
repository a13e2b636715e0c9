import pytest
from django.core.cache import caches

from priorities.live.stream import aggregate
from priorities.views import live
from tests.factories import make_ballot, make_consultation, make_service


@pytest.fixture
def poll(db):
    return make_consultation(code="halls", services=[make_service()], state="open", ballots=[[5]])


@pytest.fixture
def counted(monkeypatch):
    """The codes that were counted."""
    calls = []
    count = aggregate.read
    monkeypatch.setattr(aggregate, "read", lambda code: calls.append(code) or count(code))
    return calls


def a_second_later(monkeypatch):
    monkeypatch.setattr(live, "TICK", -1)
    caches["default"].delete("live:halls:tick")


def test_state_says_what_everybody_may_know(client, poll):
    response = client.get("/v/halls/state.json")

    assert response.status_code == 200
    assert response.json()["ballots"] == 1
    assert response.json()["results"] is None
    assert response["Cache-Control"] == "no-cache"
    assert "Cookie" not in response.get("Vary", "")


def test_state_is_counted_once_a_tick_for_all_who_ask(client, poll, counted):
    for _phone in range(5):
        client.get("/v/halls/state.json")

    assert counted == ["halls"]


def test_state_that_is_known_is_not_sent_again(client, poll, monkeypatch):
    etag = client.get("/v/halls/state.json")["ETag"]
    a_second_later(monkeypatch)

    same = client.get("/v/halls/state.json", headers={"If-None-Match": etag})

    assert same.status_code == 304
    assert same["ETag"] == etag


def test_state_that_has_changed_is_sent_a_tick_later(client, poll, monkeypatch):
    before = client.get("/v/halls/state.json")
    make_ballot(consultation=poll, scores=[3])
    a_second_later(monkeypatch)

    after = client.get("/v/halls/state.json", headers={"If-None-Match": before["ETag"]})

    assert after.status_code == 200
    assert after.json()["ballots"] == 2
    assert after.json()["version"] > before.json()["version"]


def test_state_is_counted_once_a_tick_while_the_shared_cache_is_away(
    client, poll, counted, monkeypatch
):
    monkeypatch.setattr(live, "cache", Away())

    for _phone in range(5):
        assert client.get("/v/halls/state.json").status_code == 200

    assert counted == ["halls"]


class Away:
    """The shared cache as it answers when Redis is gone."""

    def get(self, key):
        return None

    def add(self, key, value, timeout):
        return False

    def set(self, key, value, timeout):
        return None


def test_state_of_an_unknown_code_is_not_found(client, db):
    assert client.get("/v/nobody/state.json").status_code == 404


@pytest.mark.parametrize("address", ["/v/halls/state.json", "/v/halls/stream"])
def test_state_cannot_be_posted_to(client, poll, address):
    assert client.post(address).status_code == 405


def test_stream_without_a_process_of_its_own_makes_browsers_poll(client, poll):
    assert client.get("/v/halls/stream").status_code == 204


@pytest.mark.parametrize("state", ["open", "closed"])
def test_nothing_public_is_split_by_language(client, db, state):
    poll = make_consultation(code="halls", results_shown="live", ballots=[[4]])
    poll.open()
    make_ballot(consultation=poll, scores=[1], language="ar")
    if state == "closed":
        poll.close()

    for path in ("/v/halls/state.json", "/v/halls/screen/", "/v/halls/"):
        text = client.get(path).content.decode()
        assert "by_language" not in text
        assert "by_origin" not in text
