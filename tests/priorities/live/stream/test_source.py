"""The stream on the site's own database."""

import asyncio
import os
import signal

import pytest
from django.conf import settings
from django.db import OperationalError, connection

from llex import asgi
from priorities.live import notify
from priorities.live.stream import Stream, stopping
from priorities.live.stream.source import DjangoSource, SourceAway
from tests.factories import make_ballot, make_consultation, make_service

from .hall import Client, hurry, run

pytestmark = pytest.mark.services


@pytest.fixture
def poll(transactional_db):
    return make_consultation(code="halls", services=[make_service()], state="open", ballots=[[5]])


def test_ballot_reaches_a_listener_in_the_same_process(poll, monkeypatch):
    hurry(monkeypatch)

    def cast():
        make_ballot(consultation=poll, scores=[3])
        notify.changed(poll.pk)
        connection.close()

    async def listen():
        stream = Stream(limit=9)
        phone = Client(stream, path="/v/halls/stream")
        await phone.until(1)
        # As a request would: in another thread.
        await asyncio.to_thread(cast)
        await phone.until(2)
        await phone.leave()
        stream.hub.end()
        return phone.frames

    frames = run(listen())

    assert [frame["ballots"] for frame in frames] == [1, 2]
    assert [frame["results"] for frame in frames] == [None, None]


def test_results_come_with_the_reveal_and_not_before(poll, monkeypatch):
    hurry(monkeypatch)

    def reveal():
        poll.reveal()
        connection.close()

    async def listen():
        stream = Stream(limit=9)
        phone = Client(stream, path="/v/halls/stream")
        await phone.until(1)
        before = phone.text
        await asyncio.to_thread(reveal)
        await phone.until(2)
        await phone.leave()
        stream.hub.end()
        return before, phone.frames[-1]

    before, after = run(listen())

    assert "mean" not in before
    assert after["shown"] is True
    assert after["results"]["items"][0]["mean"] == 5.0


def test_database_that_is_away_is_no_error_of_the_stream(poll, monkeypatch):
    def gone(code):
        raise OperationalError("gone")

    monkeypatch.setattr("priorities.live.stream.aggregate.read", gone)

    source = DjangoSource()
    with pytest.raises(SourceAway):
        run(source.read("halls"))
    source.close()


@pytest.mark.parametrize(
    ("path", "is_stream"),
    [("/v/halls/stream", True), ("/v/halls/", False), ("/en/v/halls/stream", False)],
)
def test_one_process_answers_pages_and_stream(path, is_stream):
    assert asgi.stream.answers({"type": "http", "path": path}) is is_stream


def test_signal_to_stop_is_heard_and_passed_on():
    heard = []
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        for number in before:
            signal.signal(number, lambda *_: heard.append("server"))
        stopping.when_stopping(lambda: heard.append("stream"))
        os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGINT)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

    assert heard == ["stream", "server"] * 2


def test_number_of_listeners_is_a_setting():
    assert settings.STREAM_LISTENERS >= 5_000
