import time

import pytest
from django.conf import settings
from redis import Redis, RedisError

from priorities.live import notify

pytestmark = pytest.mark.services

NOBODY = "redis://127.0.0.1:1/0"
needs_redis = pytest.mark.skipif(not settings.REDIS_URL, reason="REDIS_URL names no Redis.")


def test_change_is_seen_within_the_process(settings):
    settings.REDIS_URL = ""
    before = notify.change_marks([1, 2])

    notify.changed(1)
    after = notify.change_marks([1, 2])

    assert before.complete
    assert after.complete
    assert after.marks[1] != before.marks[1]
    assert after.marks[2] == before.marks[2]


def test_nobody_waits_for_a_redis_that_is_away(settings):
    settings.REDIS_URL = NOBODY
    began = time.monotonic()

    for _vote in range(200):
        notify.changed(3)

    assert time.monotonic() - began < 0.2


def test_glance_says_that_it_may_have_missed_something_while_redis_is_away(settings):
    settings.REDIS_URL = NOBODY
    before = notify.change_marks([4])

    notify.changed(4)
    after = notify.change_marks([4])

    assert not after.complete
    assert after.marks[4] != before.marks[4]


@needs_redis
def test_change_in_another_process_is_seen_through_redis():
    before = notify.change_marks([5])
    Redis.from_url(settings.REDIS_URL).set("llex:live:5", "another process was here")

    after = notify.change_marks([5])

    assert after.complete
    assert after.marks[5] != before.marks[5]


@needs_redis
def test_change_is_told_to_other_processes():
    server = Redis.from_url(settings.REDIS_URL)
    server.delete("llex:live:6")

    notify.changed(6)
    for _attempt in range(100):
        if mark := server.get("llex:live:6"):
            break
        time.sleep(0.02)

    assert int(mark) > 0
    assert server.ttl("llex:live:6") > 3600


def test_mark_that_could_not_be_written_is_written_later(monkeypatch):
    written, away = [], [RedisError("away")] * 3

    def mark(url, consultations):
        if away:
            raise away.pop()
        written.append((url, set(consultations)))

    monkeypatch.setattr(notify, "_mark", mark)
    monkeypatch.setattr(notify, "_REST_WHILE_AWAY", 0.01)
    herald = notify._RedisNotifier()
    herald.notify(NOBODY, 7)
    herald.notify(NOBODY, 8)
    for _attempt in range(100):
        if not away and written:
            break
        time.sleep(0.01)

    assert set().union(*(told for _url, told in written)) == {7, 8}
