"""How far a long import is, for the page that waits for its answer.

An import is one transaction, of which others see nothing before its end. Its progress is therefore
kept in the cache that all processes share, under a name that the waiting page has chosen.
"""

import hashlib
import re
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from django.core.cache import caches
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

# The field of a form that names the progress, and the query that asks for it.
FIELD: Final = "progress"
READING, WRITING = "reading", "writing"
_NAME: Final = re.compile(r"[\w-]{16,64}", re.ASCII)
_KEPT_SECONDS: Final = 600
# Between two moments at which it is kept, in seconds.
_PAUSE: Final = 0.4

Item = TypeVar("Item")


@dataclass
class _Progress:
    key: str
    step: str = READING
    done: int = 0
    total: int = 0
    kept_at: float = 0.0

    def keep(self) -> None:
        self.kept_at = time.monotonic()
        caches["shared"].set(self.key, (self.step, self.done, self.total), _KEPT_SECONDS)


_current: ContextVar[_Progress | None] = ContextVar("progress", default=None)


@contextmanager
def reporting(request: HttpRequest, target: str) -> Iterator[None]:
    """Keep within the block how far it is, where the form of the request has named it."""
    key = _key(request.POST.get(FIELD, ""), request.user, target)
    if not key:
        yield
        return
    token = _current.set(_Progress(key))
    try:
        yield
    finally:
        _current.reset(token)
        caches["shared"].delete(key)


def begin(total: int, step: str = READING) -> None:
    """Tell that a step of the import begins, which has *total* rows."""
    if (progress := _current.get()) is not None:
        progress.step, progress.done, progress.total = step, 0, total
        progress.keep()


def advance() -> None:
    """Tell that another row is done."""
    if (progress := _current.get()) is not None:
        progress.done = min(progress.done + 1, progress.total)
        if time.monotonic() - progress.kept_at >= _PAUSE:
            progress.keep()


def each(items: Iterable[Item]) -> Iterator[Item]:
    """Yield *items*, and tell of each that it is done."""
    for item in items:
        yield item
        advance()


def answer(request: HttpRequest, target: str) -> JsonResponse:
    """Answer how far the user's own import is; an empty object where nothing is known of it."""
    key = _key(request.GET.get(FIELD, ""), request.user, target)
    found = caches["shared"].get(key) if key else None
    data = {}
    if found:
        step, done, total = found
        text = (
            _("%(done)s of %(total)s rows written")
            if step == WRITING
            else _("%(done)s of %(total)s rows read")
        )
        said = text % {"done": done, "total": total}
        data = {"done": done, "total": total, "text": said}
    response = JsonResponse(data)
    response["Cache-Control"] = "private, no-store"
    return response


def _key(name: str, user: Any, target: str) -> str:
    """Return the key of a progress, which is its user's alone; "" for what is no name."""
    if not _NAME.fullmatch(name):
        return ""
    return "progress:" + hashlib.sha256(f"{user.pk}|{target}|{name}".encode()).hexdigest()
