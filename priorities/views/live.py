"""The live consultation for those who cannot listen to the stream."""

import hashlib
import json
import time
from typing import Any

from django.core.cache import cache, caches
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from priorities.live.stream import aggregate

# Seconds for which one count serves all requests, and for which a count is cached at all.
TICK = 1.0
_KEPT = 60


@require_safe
def state(request: HttpRequest, code: str) -> HttpResponse:
    """Send what everybody may know now, or 304 to those who have it already."""
    held = _current(code)
    if held is None:
        raise Http404
    response = HttpResponse(held["body"], content_type="application/json")
    response["ETag"] = held["etag"]
    response["Cache-Control"] = "no-cache"
    return get_conditional_response(request, etag=held["etag"], response=response) or response


@require_safe
def stream(request: HttpRequest, code: str) -> HttpResponse:
    """Answer that browsers should not try again: no process of the stream is in front of Django.

    That is so under `runserver` only. 204 makes an EventSource stop, and the page polls instead.
    """
    return HttpResponse(status=204)


def _current(code: str) -> dict[str, Any] | None:
    """Return the cached content for a code, counted once per tick for all processes together.

    Where the shared cache is away, each process counts once per tick for itself.
    """
    key = f"live:{code}"
    held: dict[str, Any] | None = cache.get(key)
    if held is None:
        held = caches["pages"].get(key)
    elif time.time() - held["at"] > TICK and cache.add(f"{key}:tick", 1, TICK):
        held = None
    return held or _counted(key, code)


def _counted(key: str, code: str) -> dict[str, Any] | None:
    now = aggregate.read(code)
    if now is None:
        return None
    body = json.dumps(now.as_data(), ensure_ascii=False, separators=(",", ":"))
    # Of the content only: an answer that says nothing new is the same answer.
    content = json.dumps(now.content, sort_keys=True)
    etag = f'"{hashlib.sha256(content.encode()).hexdigest()[:20]}"'
    held = {"body": body, "etag": etag, "at": time.time()}
    cache.set(key, held, _KEPT)
    caches["pages"].set(key, held, TICK)
    return held
