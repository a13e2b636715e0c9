"""A whole hall: the site as `make demo` serves it, in a process of its own that can be killed."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from urllib.error import URLError
from urllib.request import urlopen

from tests.project import ROOT

_GRANIAN = [sys.executable, "-m", "granian", "--interface", "asgi", "--workers", "1"]


class Hall:
    """The served site, and what organisers do to a consultation in it."""

    def __init__(self, folder):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.browser.hall.settings",
            "DATABASE_URL": f"sqlite:///{folder}/hall.sqlite3",
            "REDIS_URL": "",
        }
        self._server = None
        self._manage("migrate", "--verbosity", "0")

    def _manage(self, *arguments):
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(command, cwd=ROOT, env=self._environment, check=True)

    def start(self):
        """Serve, and return when it answers."""
        where = ["--host", "127.0.0.1", "--port", str(self.port), "--log-level", "error"]
        self._server = subprocess.Popen(
            [*_GRANIAN, *where, "llex.asgi:application"],
            cwd=ROOT,
            env=self._environment,
            start_new_session=True,
        )
        for _attempt in range(300):
            with suppress(URLError, ConnectionError), urlopen(f"{self.url}/healthz"):  # noqa: S310
                return
            time.sleep(0.1)
        raise TimeoutError("The hall's server does not answer.")

    def kill(self):
        """End the server as a power cut would."""
        os.killpg(self._server.pid, signal.SIGKILL)
        self._server.wait()

    def do(self, verb, code):
        """Have an organiser do something to a consultation, and return what is answered."""
        with urlopen(f"{self.url}/_hall/{verb}/{code}/") as answer:  # noqa: S310
            return answer.read().decode()
