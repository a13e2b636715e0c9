import asyncio
import re
import time
from functools import wraps

import pytest

from priorities.live.stream import Stream, hub

from .hall import Client, Feed, hurry, run

pytestmark = pytest.mark.services


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    hurry(monkeypatch)


def in_loop(test):
    """Run an asynchronous test in a loop of its own."""

    @wraps(test)
    def in_its_thread(*arguments, **named):
        run(test(*arguments, **named))

    return in_its_thread


@in_loop
async def test_listener_gets_the_present_state_at_once():
    feed = Feed(abc={"ballots": 3})

    phone = Client(Stream(feed, limit=9))
    await phone.until(1)

    assert phone.status == 200
    assert phone.frames[0]["ballots"] == 3
    assert phone.frames[0]["version"] > 0
    assert re.search(r"^retry: \d{4}$", phone.text, re.MULTILINE)
    await phone.leave()


@in_loop
async def test_answer_is_neither_kept_nor_held_back_on_the_way():
    phone = Client(Stream(Feed(abc={}), limit=9))
    await phone.until(1)

    assert phone.headers[b"content-type"].startswith(b"text/event-stream")
    assert b"no-store" in phone.headers[b"cache-control"]
    assert b"no-transform" in phone.headers[b"cache-control"]
    assert phone.headers[b"x-accel-buffering"] == b"no"
    await phone.leave()


@in_loop
async def test_change_is_counted_once_for_all_who_listen():
    feed = Feed(abc={"ballots": 0})
    stream = Stream(feed, limit=99)
    phones = [Client(stream) for _number in range(20)]
    await asyncio.gather(*(phone.until(1) for phone in phones))
    assert feed.reads == ["abc"]

    feed.change("abc", ballots=1)
    await asyncio.gather(*(phone.until(2) for phone in phones))

    assert feed.reads == ["abc", "abc"]
    assert {phone.frames[-1]["ballots"] for phone in phones} == {1}
    await asyncio.gather(*(phone.leave() for phone in phones))


@in_loop
async def test_frame_is_encoded_once_and_shared():
    stream = Stream(Feed(abc={"ballots": 0}), limit=9)
    phones = [Client(stream), Client(stream)]
    await asyncio.gather(*(phone.until(1) for phone in phones))

    first, second = (phone.sent[-1]["body"] for phone in phones)
    assert first is second
    await asyncio.gather(*(phone.leave() for phone in phones))


@in_loop
async def test_many_changes_are_counted_at_most_once_a_tick(monkeypatch):
    monkeypatch.setattr(hub, "TICK", 0.2)
    feed = Feed(abc={"ballots": 0})
    phone = Client(Stream(feed, limit=9))
    await phone.until(1)
    began = time.monotonic()

    for number in range(1, 60):
        feed.change("abc", ballots=number)
        await asyncio.sleep(0.01)
    while phone.frames[-1]["ballots"] < 59:
        await phone.until(len(phone.frames) + 1)

    ticks = (time.monotonic() - began) / hub.TICK
    assert len(feed.reads) <= 2 + ticks < 59
    versions = [frame["version"] for frame in phone.frames]
    assert versions == sorted(set(versions))
    await phone.leave()


@in_loop
async def test_count_that_says_nothing_new_is_not_sent():
    feed = Feed(abc={"ballots": 1})
    phone = Client(Stream(feed, limit=9))
    await phone.until(1)

    feed.change("abc", ballots=1)
    await asyncio.sleep(0.2)

    assert len(feed.reads) == 2
    assert len(phone.frames) == 1
    await phone.leave()


@in_loop
async def test_change_that_nobody_noted_is_found_after_a_while():
    feed = Feed(abc={"ballots": 1})
    phone = Client(Stream(feed, limit=9))
    await phone.until(1)

    feed.contents["abc"] = {"ballots": 2}
    await phone.until(2)

    await phone.leave()


@in_loop
async def test_every_tick_is_counted_while_redis_is_away(monkeypatch):
    monkeypatch.setattr(hub, "LOOK", 3600)
    feed = Feed(abc={"ballots": 1})
    feed.complete = False
    phone = Client(Stream(feed, limit=9))
    await phone.until(1)

    feed.contents["abc"] = {"ballots": 2}
    await phone.until(2)

    await phone.leave()


@in_loop
async def test_listeners_stay_while_the_database_is_away_and_go_on_afterwards():
    feed = Feed(abc={"ballots": 1})
    phone = Client(Stream(feed, limit=9))
    await phone.until(1)

    feed.away = True
    feed.change("abc", ballots=2)
    await asyncio.sleep(0.15)
    assert len(phone.frames) == 1
    feed.away = False
    await phone.until(2)

    await phone.leave()


@in_loop
async def test_error_in_one_tick_does_not_silence_the_next(monkeypatch):
    feed = Feed(abc={"ballots": 1})
    phone = Client(Stream(feed, limit=9))
    await phone.until(1)

    sound = feed.read
    feed.read = None  # not callable: a bug, not an outage
    feed.change("abc", ballots=2)
    await asyncio.sleep(0.1)
    feed.read = sound
    await phone.until(2)

    await phone.leave()


@in_loop
async def test_slow_listener_skips_to_the_latest():
    feed = Feed(abc={"ballots": 0})
    stream = Stream(feed, limit=9)
    slow, quick = Client(stream), Client(stream)
    await asyncio.gather(slow.until(1), quick.until(1))

    slow.slow.clear()
    for number in range(1, 6):
        feed.change("abc", ballots=number)
        await quick.until(number + 1)
    slow.slow.set()
    await asyncio.sleep(0.05)

    # What it was being sent while it was slow, and then what was latest: nothing had been queued.
    assert [frame["ballots"] for frame in slow.frames] == [0, 1, 5]
    await asyncio.gather(slow.leave(), quick.leave())


@in_loop
async def test_who_comes_back_with_the_latest_is_not_sent_it_again():
    stream = Stream(Feed(abc={"ballots": 1}), limit=9)
    stays = Client(stream)
    await stays.until(1)
    seen = str(stays.frames[0]["version"]).encode()

    back = Client(stream, headers=[(b"last-event-id", seen)])
    late = Client(stream, headers=[(b"last-event-id", b"17")])
    await late.until(1)

    assert back.status == 200
    assert back.frames == []
    for phone in (stays, back, late):
        await phone.leave()


@pytest.mark.parametrize("nonsense", [b"", b"abc", b"-1", b"9" * 40])
@in_loop
async def test_nonsense_as_last_version_is_taken_for_none(nonsense):
    phone = Client(Stream(Feed(abc={}), limit=9), headers=[(b"last-event-id", nonsense)])

    await phone.until(1)

    await phone.leave()


@in_loop
async def test_sign_of_life_is_sent_in_silence(monkeypatch):
    monkeypatch.setattr(hub, "SILENCE", 0.05)
    phone = Client(Stream(Feed(abc={}), limit=9))

    await asyncio.sleep(0.3)

    assert phone.text.count("event: beat\ndata: 1\n\n") >= 2
    assert len(phone.frames) == 1
    await phone.leave()


@in_loop
async def test_versions_grow_across_a_restart():
    feed = Feed(abc={"ballots": 1})
    before = Client(Stream(feed, limit=9))
    await before.until(1)
    await before.leave()

    after = Client(Stream(feed, limit=9))
    await after.until(1)

    assert after.frames[0]["version"] > before.frames[0]["version"]
    await after.leave()


@in_loop
async def test_nothing_runs_when_the_last_has_left():
    feed = Feed(abc={"ballots": 1})
    stream = Stream(feed, limit=9)
    phones = [Client(stream), Client(stream)]
    await asyncio.gather(*(phone.until(1) for phone in phones))

    await asyncio.gather(*(phone.leave() for phone in phones))
    await asyncio.sleep(0.05)

    assert stream.hub.listeners == 0
    assert len(asyncio.all_tasks()) == 1


@in_loop
async def test_unknown_code_is_not_found():
    stream = Stream(Feed(), limit=9)
    phone = Client(stream)
    await phone.task

    assert phone.status == 404
    assert stream.hub.listeners == 0


@pytest.mark.parametrize(
    "path", ["/", "/v/abc/", "/v/abc/stream/", "/v/a%20b/stream", "/v/é/stream"]
)
@in_loop
async def test_other_address_is_not_found(path):
    phone = Client(Stream(Feed(abc={}), limit=9), path=path)
    await phone.task

    assert phone.status == 404


@in_loop
async def test_other_method_is_refused():
    phone = Client(Stream(Feed(abc={}), limit=9), method="POST")
    await phone.task

    assert phone.status == 405
    assert phone.headers[b"allow"] == b"GET"


@in_loop
async def test_too_many_are_told_to_come_later():
    stream = Stream(Feed(abc={}), limit=2)
    phones = [Client(stream), Client(stream)]
    await asyncio.gather(*(phone.until(1) for phone in phones))

    third = Client(stream)
    await third.task
    assert third.status == 503
    assert 20 <= int(third.headers[b"retry-after"]) <= 60

    await phones[0].leave()
    fourth = Client(stream)
    await fourth.until(1)
    await asyncio.gather(phones[1].leave(), fourth.leave())


@in_loop
async def test_newcomer_is_told_to_come_later_while_the_database_is_away():
    feed = Feed(abc={})
    feed.away = True
    stream = Stream(feed, limit=9)
    phone = Client(stream)
    await phone.task

    assert phone.status == 503
    assert stream.hub.listeners == 0


@in_loop
async def test_consultation_that_is_gone_ends_the_answer():
    feed = Feed(abc={"ballots": 1})
    phone = Client(Stream(feed, limit=9))
    await phone.until(1)

    del feed.contents["abc"]
    await asyncio.wait_for(phone.task, 2)

    assert phone.sent[-1] == {"type": "http.response.body", "body": b"", "more_body": False}


@in_loop
async def test_all_answers_end_when_the_server_stops():
    stream = Stream(Feed(abc={}, xyz={}), limit=9)
    phones = [Client(stream), Client(stream, path="/v/xyz/stream")]
    await asyncio.gather(*(phone.until(1) for phone in phones))
    messages = asyncio.Queue()
    said = []
    await messages.put({"type": "lifespan.startup"})
    await messages.put({"type": "lifespan.shutdown"})

    async def say(message):
        said.append(message["type"])

    await stream({"type": "lifespan"}, messages.get, say)
    await asyncio.wait_for(asyncio.gather(*(phone.task for phone in phones)), 2)

    assert said == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert {phone.sent[-1]["more_body"] for phone in phones} == {False}
    late = Client(stream)
    await late.task
    assert late.status == 503
