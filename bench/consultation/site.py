"""The production set-up on this machine, on databases of its own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psycopg

ROOT = Path(__file__).resolve().parent.parent.parent
# Where PostgreSQL is asked for a database of our own, and Redis for keys that are nobody else's.
SERVER = os.environ.get("BENCH_POSTGRES", "postgres://postgres@127.0.0.1:5432")
REDIS = os.environ.get("BENCH_REDIS", "redis://127.0.0.1:6379/13")
NAME = f"llex_bench_{os.getpid()}"
DATABASE = f"{SERVER}/{NAME}"
GRANIAN = [sys.executable, "-m", "llex.core.web_workers", "--host", "127.0.0.1"]
GRANIAN += ["--log-level", "critical"]


def settle() -> str:
    """Point the settings to our own databases, before Django is loaded. Return a scratch folder."""
    folder = tempfile.mkdtemp(prefix="llex-bench-")
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "bench.consultation.settings",
        "SECRET_KEY": "only-for-the-bench-0123456789-0123456789-0123456789",
        "DEBUG": "false",
        "HTTPS": "false",
        "EMAIL_URL": "dummy://",
        "MAIL_WITHOUT_SERVER": "true",
        "LOG_LEVEL": "ERROR",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "VAR_DIR": folder,
        "MEDIA_ROOT": f"{folder}/media",
        "DATABASE_URL": DATABASE,
        "REDIS_URL": REDIS,
    }
    return folder


@contextmanager
def database() -> Iterator[None]:
    """Make a database for this run, and remove it."""
    with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{NAME}"')
    try:
        yield
    finally:
        with psycopg.connect(f"{SERVER}/postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{NAME}" WITH (FORCE)')
        shutil.rmtree(os.environ["VAR_DIR"], ignore_errors=True)


class Server:
    """A granian with its workers, on a port of its own."""

    def __init__(self, application: str, *options: str, is_quiet: bool = False) -> None:
        self.application = application
        self.errors = subprocess.DEVNULL if is_quiet else None
        self.options = options
        self.port = _free_port()
        self.start()

    def start(self) -> None:
        """Start, and return when it listens."""
        command = [*GRANIAN, "--port", str(self.port), *self.options, self.application]
        self._process = subprocess.Popen(
            command, cwd=ROOT, start_new_session=True, stderr=self.errors
        )
        for _attempt in range(300):
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            time.sleep(0.1)
        raise TimeoutError(f"{self.application} does not listen.")

    def kill(self) -> None:
        """End it and its workers at once, as a power cut would."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def kill_worker(self) -> int:
        """End one of the workers at once. Return its process id."""
        worker = self.largest_worker()
        os.kill(worker, signal.SIGKILL)
        return worker

    def freeze_worker(self) -> int:
        """Stop one of the workers, so that it holds what it has and does nothing. Return its id."""
        worker = self.largest_worker()
        os.kill(worker, signal.SIGSTOP)
        return worker

    def largest_worker(self) -> int:
        """Return the process id of a worker."""
        # The helper of multiprocessing is a child, too, and by far the smallest.
        return max(_children(self._process.pid), key=_resident)

    def workers(self) -> set[int]:
        """Return the process ids of its children."""
        return set(_children(self._process.pid))

    def resident(self) -> int:
        """Return the bytes of memory that the workers hold."""
        return sum(_resident(pid) for pid in _children(self._process.pid))

    def busy(self) -> float:
        """Return the seconds of processor time that the workers have used."""
        return sum(_busy(pid) for pid in _children(self._process.pid))


PAGES = ("--interface", "wsgi", "--workers", "2", "--blocking-threads", "8", "--backlog", "4096")
# A worker that is killed comes back, and the other goes on meanwhile.
RESPAWN = ("--respawn-failed-workers", "--respawn-interval", "0.5")
# HTTP/1 alone, and no web sockets: what might become another protocol takes 11 KB more a listener.
STREAM = ("--interface", "asgi", "--workers", "1", "--http", "1", "--no-ws")
STREAM += ("--backlog", "8192", "--backpressure", "16384")


@contextmanager
def served(application: str, *options: str, is_quiet: bool = False) -> Iterator[Server]:
    """Serve an application while the block runs; a quiet one keeps its errors to itself."""
    server = Server(application, *options, is_quiet=is_quiet)
    try:
        yield server
    finally:
        server.kill()


def answers(port: int) -> None:
    """Wait until the site behind a port is loaded."""
    for _attempt in range(300):
        with suppress(URLError, OSError), urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
            return
        time.sleep(0.1)
    raise TimeoutError("The site does not answer.")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _resident(pid: int) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _busy(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
