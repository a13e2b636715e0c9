"""Heartbeats of a web worker, while one of its threads is free or its event loop turns."""

from __future__ import annotations

import asyncio
import faulthandler
import logging
import os
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from llex.core.web_workers import FOLDER, INTERVAL, THREADS

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

logger = logging.getLogger(__name__)

# Seconds after which a worker is stuck whose threads all are at the same requests still. The proxy
# gives up after 60.
PATIENCE: Final = 30.0


def watched(application: WSGIApplication) -> WSGIApplication:
    """Return *application*, its worker watched where `llex.core.web_workers` runs it."""
    folder = os.environ.get(FOLDER)
    if not folder:
        return application
    busy = BusyThreads(application, int(os.environ[THREADS]))
    threading.Thread(target=_give, args=(Path(folder), busy), name="signs", daemon=True).start()
    return busy


async def give_from_loop() -> None:
    """Write a heartbeat at each turn of the event loop if `llex.core.web_workers` runs it."""
    folder = os.environ.get(FOLDER)
    while folder:
        _sign(Path(folder))
        await asyncio.sleep(INTERVAL)


class BusyThreads:
    """An application, and since when each thread is at a request; *threads*: 0 if not known."""

    def __init__(self, application: WSGIApplication, threads: int) -> None:
        self._application = application
        self._threads = threads
        self._since: dict[int, float] = {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        thread = threading.get_ident()
        self._since[thread] = time.monotonic()
        try:
            return self._application(environ, start_response)
        finally:
            del self._since[thread]

    def are_stuck(self, patience: float = PATIENCE) -> bool:
        """Return whether no thread has become free for *patience* seconds."""
        long_ago = time.monotonic() - patience
        stuck = sum(since < long_ago for since in list(self._since.values()))
        return 0 < self._threads <= stuck


def _give(folder: Path, busy: BusyThreads, end: Callable[[int], Any] = os._exit) -> None:
    while not busy.are_stuck():
        _sign(folder)
        time.sleep(INTERVAL)
    logger.critical("All threads of this worker are stuck for %s s. It ends.", PATIENCE)
    # Where each of them is; no values.
    faulthandler.dump_traceback()
    logging.shutdown()
    end(1)


def _sign(folder: Path) -> None:
    # Where none can be written, `Watch` takes no silence for an answer either.
    with suppress(OSError):
        (folder / str(os.getpid())).touch()
