"""Limits of how much one client may ask of open data in a minute: a count in the shared cache."""

from __future__ import annotations

from time import time
from typing import Final

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from llex.core.http.client_ip import client_network

_SALT: Final = "llex.rate_limit"
_WINDOW: Final = 60


def seconds_to_wait(request: HttpRequest, cost: int = 1) -> int:
    """Count a request of a client. Return 0, or the seconds until it may ask again.

    *cost* is how many usual requests it weighs. The setting API_RATE is the limit of a minute; 0
    is no limit. No address is stored, only a digest that changes with the minute.
    """
    if not settings.API_RATE:
        return 0
    moment = int(time())
    window = moment // _WINDOW
    digest = salted_hmac(_SALT, f"{client_network(request)} {window}", algorithm="sha256")
    cache, key = caches["shared"], f"rate:{digest.hexdigest()[:32]}"
    cache.add(key, 0, timeout=2 * _WINDOW)
    try:
        asked = cache.incr(key, cost)
    except ValueError:
        # The cache lost it, or is away: that refuses no client.
        return 0
    return _WINDOW - moment % _WINDOW if asked > max(settings.API_RATE, cost) else 0
