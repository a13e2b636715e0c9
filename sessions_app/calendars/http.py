"""Calendars over HTTP: unchanged ones are answered by 304, feeds from the cache."""

import hashlib
from dataclasses import dataclass
from typing import Any, Final, Self

from django.conf import settings
from django.core.cache import caches
from django.db.models import Count, Max, Sum
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag
from django.utils.translation import get_language

from sessions_app.calendars import files
from sessions_app.querysets import LearningSessionQuerySet

# Part of each ETag: a higher number where the same sessions make another feed.
_FORM: Final = "1"
_KEPT_SECONDS: Final = 3600


@dataclass(frozen=True, slots=True)
class Feed:
    """The *address* of a feed, and the one that opens the reader's calendar program."""

    address: str
    subscription: str

    @classmethod
    def at(cls, path: str) -> Self:
        """Return the feed at a path of the site."""
        address = settings.SITE_URL + path
        return cls(address, f"webcal://{address.partition('://')[2]}")


def answer_file(
    request: HttpRequest,
    content: bytes,
    name: str,
    *,
    is_feed: bool = False,
    is_private: bool = False,
) -> HttpResponse:
    """Answer with a calendar: a feed is read in place, any other saved under its *name*.

    One that *is_private* is kept by its reader alone.
    """
    etag = hashlib.sha256(content).hexdigest()[:32]
    return _answer(request, content, name, etag, is_feed=is_feed, is_private=is_private)


def answer_feed(
    request: HttpRequest, title: str, name: str, sessions: LearningSessionQuerySet[Any]
) -> HttpResponse:
    """Answer with the feed of *sessions*: one query where nothing has changed, else two."""
    etag = _state_of(title, sessions)
    if unchanged := get_conditional_response(request, etag=quote_etag(etag)):
        return unchanged
    content: Any = caches["shared"].get_or_set(
        f"calendar:{etag}",
        lambda: files.public_feed(title, sessions.select_related("series").order_by("starts_at")),
        _KEPT_SECONDS,
    )
    return _answer(request, content, name, etag, is_feed=True)


def _state_of(title: str, sessions: LearningSessionQuerySet[Any]) -> str:
    """Return a digest that changes whenever the feed of *sessions* does."""
    state = sessions.aggregate(
        Count("pk"), Max("changed_at"), Sum("calendar_sequence"), Max("announced_at")
    )
    parts = (_FORM, get_language(), title, *state.values())
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def _answer(
    request: HttpRequest,
    content: bytes,
    name: str,
    etag: str,
    *,
    is_feed: bool,
    is_private: bool = False,
) -> HttpResponse:
    tag = quote_etag(etag)
    response = HttpResponse(content, content_type=files.MEDIA_TYPE)
    response["ETag"] = tag
    response["Content-Disposition"] = content_disposition_header(not is_feed, name) or ""
    # To be asked again each time, which costs a 304: a moved session must not wait for a clock.
    response["Cache-Control"] = "private, no-cache" if is_private else "public, no-cache"
    if is_private:
        response["X-Robots-Tag"] = "noindex"
    return get_conditional_response(request, etag=tag, response=response) or response
