import socket
from time import monotonic

import pytest
from django.core.cache import caches
from django.urls import reverse

from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.services

NOBODY = "redis://127.0.0.1:1/0"


@pytest.fixture
def redis_is_away(settings):
    """Name a Redis that nobody runs."""
    away = {"LOCATION": NOBODY, "OPTIONS": {"SOCKET_CONNECT_TIMEOUT": 1, "SOCKET_TIMEOUT": 1}}
    settings.CACHES = settings.CACHES | {
        "default": {"BACKEND": "llex.core.cache.redis.RedisOrMemory", **away},
        "shared": {"BACKEND": "llex.core.cache.redis.RedisOrNothing", **away},
    }


def test_process_remembers_for_itself_while_redis_is_away(redis_is_away):
    cache = caches["default"]

    assert cache.add("lock", 1, 10) is True
    assert cache.add("lock", 1, 10) is False
    cache.set("a", [1])
    assert cache.get("a") == [1]
    assert cache.get_many(["a", "b"]) == {"a": [1]}
    assert cache.get_or_set("c", lambda: 3) == 3
    cache.set("n", 1)
    assert cache.incr("n") == 2
    cache.delete("lock")
    assert cache.add("lock", 1, 10) is True
    cache.clear()
    assert cache.get("a") is None


def test_nothing_is_known_of_what_all_must_see(redis_is_away):
    caches["shared"].set("current", 2)

    assert caches["shared"].get("current") is None


def test_silent_redis_is_not_asked_again_at_once(redis_is_away, settings):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        shared = settings.CACHES["shared"]
        options = {"SOCKET_CONNECT_TIMEOUT": 0.05, "SOCKET_TIMEOUT": 0.05}
        address = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        settings.CACHES = settings.CACHES | {
            "shared": shared | {"LOCATION": address, "OPTIONS": options}
        }
        cache = caches["shared"]
        began = monotonic()
        for _time in range(30):
            assert cache.get("a") is None

    assert monotonic() - began < 0.5


def test_people_log_in_while_redis_is_away(client, db, redis_is_away):
    user = make_user(is_staff=True)

    answer = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})

    assert answer.status_code == 302


def test_readiness_says_that_the_cache_is_away(client, db, redis_is_away):
    answer = client.get("/readyz")

    assert (answer.status_code, answer.content) == (503, b"cache")
