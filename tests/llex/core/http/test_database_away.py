"""What people and the log are told while the database is away."""

import logging

import pytest
from django.db import InterfaceError, OperationalError

from priorities.models import VotingLink
from priorities.voting.casting import digest
from tests.factories import make_consultation

PATHS = ["/v/rain5/", "/v/rain5/one-voters-secret/"]


@pytest.fixture
def away(db, client, monkeypatch, caplog):
    """A client before a hall whose database goes away as a ballot is cast."""
    hall = make_consultation(code="rain5", state="open", is_closed_hall=True)
    VotingLink.objects.create(consultation=hall, token_digest=digest("one-voters-secret"))
    client.get("/v/rain5/")

    def fail(*_args):
        raise OperationalError("connection to 10.0.0.7 failed for voter-key-of-somebody")

    monkeypatch.setattr("priorities.views.voting.cast", fail)
    return client


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_ballot_is_answered_kindly_and_logged_in_one_line(away, caplog, path, accept):
    away.get(path)

    with caplog.at_level(logging.INFO):
        answer = away.post(path, {}, headers={"Accept": accept})

    assert answer.status_code == 503
    assert 3 <= int(answer["Retry-After"]) <= 8
    assert answer["Content-Type"].startswith(accept)
    if accept == "application/json":
        assert "try again" in answer.json()["error"]
    else:
        # Going back would lose what was chosen: the paper is not stored in a browser.
        assert "load this page again" in answer.content.decode()
    (record,) = caplog.records
    assert record.exc_info is None
    line = record.getMessage()
    assert not any(secret in line for secret in ("10.0.0.7", "voter-key", "secret", "rain5"))


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_log_in_that_cannot_be_kept_is_answered_kindly(client, db, monkeypatch, accept):
    """What is written after the view: the disk of the database may be full only then."""

    def fail(self, request, response):
        raise OperationalError("could not extend file: No space left on device")

    monkeypatch.setattr(
        "django.contrib.sessions.middleware.SessionMiddleware.process_response", fail
    )
    client.raise_request_exception = False

    answer = client.get("/en/", headers={"Accept": accept})

    assert answer.status_code == 503
    assert 3 <= int(answer["Retry-After"]) <= 8
    assert answer["Content-Type"].startswith(accept)


def test_page_is_answered_kindly_too(away, monkeypatch):
    def fail(*_args):
        raise InterfaceError("connection already closed")

    monkeypatch.setattr("priorities.views.voting.consultation_snapshot", fail)

    answer = away.get("/v/rain5/")

    assert answer.status_code == 503
    assert "load this page again in a few seconds" in answer.content.decode()


def test_other_errors_are_left_to_django(away, monkeypatch):
    def fail(*_args):
        raise ZeroDivisionError

    monkeypatch.setattr("priorities.views.voting.cast", fail)

    with pytest.raises(ZeroDivisionError):
        away.post("/v/rain5/", {})
