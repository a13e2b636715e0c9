"""Public pages that are kept finished: rendered once, compressed, the same for everybody.

A page is kept in each process until something is published or announced (`renew`), or until its
*seconds* are over where it also tells what changes without that: places left, a vote under way, the
hour. While one request renders it again, the others are answered with the page as it was, and so is
everybody while the database is away. Pages are rendered for a reader without a log-in or cookies.
"""

from __future__ import annotations

import copy
import gzip
import hashlib
import logging
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from threading import Lock
from typing import Any, Final
from urllib.parse import urlencode

import brotli
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.db import DatabaseError, transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

from llex.core.cache.recent_answers import RecentAnswers
from llex.core.http import template_fingerprint
from llex.core.http.page_renewals import PageRenewal

logger = logging.getLogger(__name__)

View = Callable[..., HttpResponseBase]
_DAY: Final = 24 * 3600
# Seconds for which a process believes the shared cache that nothing was published: an edition that
# could not be told to it stays unseen for so long at most.
BELIEVED: Final = 15
# Instead of the names of parameters, for a page that says which it does not know.
ALL: Final = "*"
_VERSION: Final = "version-of-public-pages"
_recent: Final = RecentAnswers[str]()
# Little is gained beyond, and a page is compressed while somebody waits for it.
_BROTLI_QUALITY: Final = 5
_HTML: Final = "text/html; charset=utf-8"
# White space at the start of lines, and the elements in which it is seen.
_INDENTATION: Final = re.compile(rb"(<(pre|textarea)\b.*?</\2>)|\n\s+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class FinishedPage:
    """A page as it is sent, plain and compressed. *made_at* is in seconds of the clock."""

    version: str
    made_at: float
    body: bytes
    gzipped: bytes
    brotlied: bytes
    digest: str
    last_modified: str
    content_type: str

    @classmethod
    def of(cls, body: bytes, version: str = "", **told: str) -> FinishedPage:
        """Compress *body* once, not per reader; no secret in it could be told by its length."""
        content_type = told.get("content_type") or _HTML
        if content_type == _HTML:
            body = without_indentation(body)
        return cls(
            version=version,
            made_at=time.time(),
            body=body,
            gzipped=gzip.compress(body, compresslevel=6, mtime=0),
            brotlied=brotli.compress(body, quality=_BROTLI_QUALITY),
            digest=hashlib.sha256(body).hexdigest()[:32],
            last_modified=told.get("last_modified") or http_date(),
            content_type=content_type,
        )

    def response(self, request: HttpRequest) -> HttpResponse:
        """Return it in an encoding that the reader takes, or 304 to one who has it."""
        encoding, body = self._encoded(request.headers.get("Accept-Encoding", ""))
        etag = quote_etag(f"{self.digest}-{encoding}" if encoding else self.digest)
        response = HttpResponse(body, content_type=self.content_type)
        if encoding:
            response["Content-Encoding"] = encoding
        response["Vary"] = "Accept-Encoding"
        response["ETag"] = etag
        response["Last-Modified"] = self.last_modified
        # To be asked again each time, which costs a 304: a correction must not wait for a clock.
        response["Cache-Control"] = "public, no-cache"
        # Our proxy asks again after a second, and has the page for when the site cannot answer.
        response["X-Accel-Expires"] = "1"
        conditional = get_conditional_response(request, etag=etag, response=response)
        return conditional or response

    def _encoded(self, accepted: str) -> tuple[str, bytes]:
        if "br" in accepted:
            return "br", self.brotlied
        return ("gzip", self.gzipped) if "gzip" in accepted else ("", self.body)


def without_indentation(body: bytes) -> bytes:
    """Begin each line of a page at its margin: one white space reads as many, and weighs less."""
    return _INDENTATION.sub(lambda found: found[1] or b"\n", body)


def finished(*parameters: str, seconds: int = _DAY) -> Callable[[View], View]:
    """Keep the pages of a view finished, one for each value of the query's *parameters*.

    Other parameters are not seen by the view, unless ALL are named. What is not an ordinary page is
    not kept.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            # Whoever writes templates wants to see them change; a message is for one reader alone.
            if (
                settings.DEBUG
                or request.method not in ("GET", "HEAD")
                or "messages" in request.COOKIES
            ):
                return view(request, *args, **kwargs)
            found = _page(request, parameters, seconds, lambda plain: view(plain, *args, **kwargs))
            return found.response(request) if isinstance(found, FinishedPage) else found

        # It only reads: whatever is sent to it is a wrong method (405) and no forged form (403).
        answer.csrf_exempt = True  # type: ignore[attr-defined]
        return answer

    return decorate


def renew() -> None:
    """Have all finished pages rendered again, once the transaction is committed."""
    PageRenewal.objects.add()
    transaction.on_commit(forget_version, robust=True)


def renew_with(*models: type[Model]) -> None:
    """Renew the pages whenever a row of one of *models* is saved or deleted."""
    for model in models:
        for signal in (post_save, post_delete):
            signal.connect(_renewed, sender=model, dispatch_uid=f"finished_pages.{model.__name__}")


def _renewed(**_signal: Any) -> None:
    renew()


def forget_version() -> None:
    """Have every process ask the database what is the version of the pages."""
    caches["shared"].delete(_VERSION)
    _recent.forget(_VERSION)


def version() -> str:
    """Return what changes whenever something is published. At most one query."""
    return f"{template_fingerprint.fingerprint()}:{_recent.get(_VERSION, _shared_version)}"


def _shared_version() -> str:
    known: str | None = caches["shared"].get(_VERSION) if BELIEVED else None
    if known is None:
        known = PageRenewal.objects.version()
        # Added and not set: it may be from before a publication that has just told its own.
        if BELIEVED:
            caches["shared"].add(_VERSION, known, BELIEVED)
    return known


def _page(
    request: HttpRequest,
    parameters: tuple[str, ...],
    seconds: int,
    render: Callable[[HttpRequest], HttpResponseBase],
) -> FinishedPage | HttpResponseBase:
    query = _query(request, parameters)
    key = f"finished:{hashlib.sha256(f'{request.path}?{query}'.encode()).hexdigest()}"
    kept: FinishedPage | None = caches["pages"].get(key)
    try:
        current = version()
    except DatabaseError:
        if kept is None:
            raise
        return kept
    if kept and _is_fresh(kept, current, seconds):
        return kept
    with _alone(key, waits=kept is None) as is_alone:
        if kept and not is_alone:
            return kept
        # Another request may have rendered it while this one waited.
        kept = caches["pages"].get(key)
        if kept and _is_fresh(kept, current, seconds):
            return kept
        return _rendered(request, query, key, current, render)


def _query(request: HttpRequest, parameters: tuple[str, ...]) -> str:
    """Return the part of the query string that the view sees."""
    if parameters == (ALL,):
        return request.META.get("QUERY_STRING", "")
    return urlencode([(name, value) for name in parameters for value in request.GET.getlist(name)])


def _rendered(
    request: HttpRequest,
    query: str,
    key: str,
    current: str,
    render: Callable[[HttpRequest], HttpResponseBase],
) -> FinishedPage | HttpResponseBase:
    response = render(_plain(request, query))
    if response.status_code != HTTPStatus.OK or not isinstance(response, HttpResponse):
        return response
    page = FinishedPage.of(response.content, version=current, content_type=response["Content-Type"])
    caches["pages"].set(key, page, _DAY)
    return page


def _is_fresh(page: FinishedPage, current: str, seconds: int) -> bool:
    lasts = seconds if BELIEVED or seconds == _DAY else 0
    return page.version == current and time.time() - page.made_at < lasts


def _plain(request: HttpRequest, query: str) -> HttpRequest:
    """Return the request as a reader without a log-in or cookies would send it."""
    plain = copy.copy(request)
    plain.GET = type(request.GET)(query)
    plain.COOKIES = {}
    plain.__dict__.pop("_messages", None)
    plain.user = AnonymousUser()
    return plain


_locks: dict[str, Lock] = {}
_locks_lock = Lock()


@contextmanager
def _alone(key: str, *, waits: bool) -> Iterator[bool]:
    """Allow one thread at a time to render a page; without *waits* tell at once whether it may."""
    with _locks_lock:
        lock = _locks.setdefault(key, Lock())
    taken = lock.acquire(blocking=waits)
    try:
        yield taken
    finally:
        if taken:
            lock.release()
            with _locks_lock:
                _locks.pop(key, None)
