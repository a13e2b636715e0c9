"""Run granian, and kill a worker whose heartbeats stop.

    python -m llex.core.web_workers --interface wsgi … llex.wsgi:application

Options are granian's own, on the command line or as GRANIAN_… in the environment. With
--respawn-failed-workers it starts a killed worker again. Loads no Django.
"""

import logging
import multiprocessing
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from granian.cli import cli

from llex.core.web_workers import FOLDER, INTERVAL, THREADS

# The log of granian, which has set it up in this process.
logger = logging.getLogger("_granian")

# Looks at which a worker may be silent, and those that it may take to load the site.
_SILENT: Final = 10
_LOADING: Final = 60
_ENVIRONMENT: Final = "GRANIAN"


class Watch:
    """Check the heartbeats of workers, each a file named after its process.

    Checks are counted, not seconds: after the whole machine has slept, no worker is overdue.
    """

    def __init__(self, folder: Path, *, silent: int = _SILENT, loading: int = _LOADING) -> None:
        self._folder = folder
        self._silent = silent
        self._loading = loading
        # By process: its last sign, and the looks since.
        self._seen: dict[int, tuple[int, int]] = {}

    def overdue(self, workers: Iterable[int]) -> list[int]:
        """Check each of *workers* once; return those that were silent for too long.

        On a full disk no worker can write its heartbeat, so none is overdue.
        """
        if not self._can_be_written():
            return []
        seen = {}
        for pid in workers:
            sign = self._sign(pid)
            last, looks = self._seen.get(pid, (sign, -1))
            seen[pid] = (sign, looks + 1 if sign == last else 0)
        for pid in self._seen.keys() - seen.keys():
            (self._folder / str(pid)).unlink(missing_ok=True)
        self._seen = seen
        return [
            pid
            for pid, (sign, looks) in seen.items()
            if looks >= (self._silent if sign else self._loading)
        ]

    def _can_be_written(self) -> bool:
        trial = self._folder / "trial"
        try:
            trial.touch()
            trial.unlink()
        except OSError:
            return False
        return True

    def _sign(self, pid: int) -> int:
        try:
            return (self._folder / str(pid)).stat().st_mtime_ns
        except FileNotFoundError:
            return 0

    def run(self) -> None:
        """Kill overdue workers, in an endless loop."""
        while True:
            time.sleep(INTERVAL)
            workers = {child.pid: child for child in multiprocessing.active_children() if child.pid}
            for pid in self.overdue(workers):
                logger.critical("Worker with PID %s is silent. It is killed.", pid)
                # One that is stopped or holds the interpreter's lock hears nothing softer.
                workers[pid].kill()


def main(arguments: list[str]) -> None:
    """Serve until a signal stops it."""
    options = cli.make_context("granian", list(arguments), auto_envvar_prefix=_ENVIRONMENT).params
    with tempfile.TemporaryDirectory(prefix="llex-workers-") as folder:
        os.environ[FOLDER] = folder
        os.environ[THREADS] = str(options["blocking_threads"] or 0)
        threading.Thread(target=Watch(Path(folder)).run, name="watch", daemon=True).start()
        cli(arguments, auto_envvar_prefix=_ENVIRONMENT)


if __name__ == "__main__":
    main(sys.argv[1:])
