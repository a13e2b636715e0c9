"""Sign of life of a process that serves no requests: a worker, the clock.

    python -m llex.core.monitoring.heartbeat NAME SECONDS

exits with 0 where it is younger, for health checks; loads no Django

The process itself ends when its work does not get on, so that whatever runs it starts it again:
a health check alone restarts nothing.
"""

import logging
import os
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path

logger = logging.getLogger(__name__)

_LOOKS_EVERY = 5.0


def path_of(name: str) -> Path:
    """Return the file whose age is the age of the last sign of life."""
    return Path(tempfile.gettempdir()) / f"llex-{name}.heartbeat"


def is_alive(name: str, seconds: float) -> bool:
    """Return whether the process gave a sign of life in the last *seconds*."""
    try:
        age = time.time() - path_of(name).stat().st_mtime
    except FileNotFoundError:
        return False
    return age < seconds


class Heartbeat:
    """Signs of life of this process, and its end where they stop for *patience* seconds."""

    def __init__(self, name: str, patience: float) -> None:
        self._path = path_of(name)
        self._name = name
        self._patience = patience
        self._last = time.monotonic()

    def beat(self) -> None:
        """Record that the process is alive."""
        self._last = time.monotonic()
        # On a full disk the work goes on; only the health check cannot see it.
        with suppress(OSError):
            self._path.touch()

    def is_overdue(self) -> bool:
        """Return whether no sign of life came for longer than the work may take."""
        return time.monotonic() - self._last > self._patience

    def watch(self) -> None:
        """Look from a thread of its own whether the work gets on; end the process if not."""
        self.beat()
        threading.Thread(target=self._watch, name="heartbeat", daemon=True).start()

    def _watch(self) -> None:
        while not self.is_overdue():
            time.sleep(_LOOKS_EVERY)
        logger.critical("The %s is stuck: nothing for %s s. It ends.", self._name, self._patience)
        logging.shutdown()
        # The main thread hangs, so nothing softer would be heard.
        os._exit(1)


if __name__ == "__main__":
    sys.exit(0 if is_alive(sys.argv[1], float(sys.argv[2])) else 1)
