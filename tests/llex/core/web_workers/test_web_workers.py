"""A web worker that is stuck gives no sign of life, and is ended and started again."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from llex.core.web_workers import FOLDER, THREADS, signs
from llex.core.web_workers.__main__ import Watch
from priorities.live.stream import Stream
from tests.priorities.live.stream.hall import run
from tests.project import ROOT

_PATIENCE = 40


@pytest.fixture
def watch(tmp_path):
    return Watch(tmp_path, silent=3, loading=5)


def look(watch, count, workers=(1,)):
    """Look so often; return who was overdue at the last look."""
    overdue = []
    for _look in range(count):
        overdue = watch.overdue(workers)
    return overdue


def sign(tmp_path, pid, moment):
    path = tmp_path / str(pid)
    path.touch()
    os.utime(path, (moment, moment))


def test_worker_is_overdue_after_so_many_looks_without_a_sign(watch, tmp_path):
    sign(tmp_path, 1, 100)

    assert look(watch, 3) == []
    assert look(watch, 1) == [1]


def test_worker_that_gives_signs_is_never_overdue(watch, tmp_path):
    for moment in range(1, 20):
        sign(tmp_path, 1, moment)
        assert look(watch, 2) == []


def test_worker_has_longer_to_load_the_site(watch):
    assert look(watch, 5) == []
    assert look(watch, 1) == [1]


def test_machine_that_has_slept_finds_nobody_overdue(watch, tmp_path):
    sign(tmp_path, 1, 1)
    look(watch, 2)
    # Hours pass; the first look after them is one look.
    assert look(watch, 1) == []


def test_nobody_is_overdue_while_no_sign_can_be_written(watch, tmp_path):
    sign(tmp_path, 1, 1)
    watch._can_be_written = lambda: False

    assert look(watch, 20) == []
    assert not Watch(tmp_path / "gone")._can_be_written()
    assert watch._folder.exists()


def test_only_the_silent_worker_is_overdue_and_the_dead_are_forgotten(watch, tmp_path):
    sign(tmp_path, 1, 1)
    for moment in range(1, 6):
        sign(tmp_path, 2, moment)
        overdue = watch.overdue([1, 2])
    assert overdue == [1]

    assert watch.overdue([2]) == []
    assert not (tmp_path / "1").exists()


def test_application_is_left_alone_where_nobody_looks(monkeypatch):
    monkeypatch.delenv(FOLDER, raising=False)

    assert signs.watched(pytest.fail) is pytest.fail


@pytest.mark.parametrize(
    ("threads", "held", "is_stuck"), [(2, 1, False), (2, 2, True), (0, 2, False)]
)
def test_worker_is_stuck_when_no_thread_is_free(threads, held, is_stuck):
    release = threading.Event()
    busy = signs.BusyThreads(lambda *_: [release.wait(_PATIENCE)], threads)
    requests = [threading.Thread(target=busy, args=({}, None)) for _request in range(held)]
    for request in requests:
        request.start()
    time.sleep(0.2)

    assert busy.are_stuck(0.1) is is_stuck
    assert not busy.are_stuck(60)
    release.set()
    for request in requests:
        request.join()
    assert not busy.are_stuck(0)


def test_request_that_fails_leaves_its_thread_free():
    def fail(*_):
        raise ValueError("no")

    busy = signs.BusyThreads(fail, 1)
    with pytest.raises(ValueError, match="no"):
        busy({}, None)

    assert not busy.are_stuck(0)


def test_stuck_worker_ends_and_says_where_it_hangs(tmp_path, monkeypatch, caplog):
    dumped, ended = [], []
    monkeypatch.setattr(signs.faulthandler, "dump_traceback", lambda: dumped.append(1))
    monkeypatch.setattr(signs.logging, "shutdown", lambda: None)
    busy = signs.BusyThreads(pytest.fail, 1)
    busy._since[1] = time.monotonic() - signs.PATIENCE - 1

    signs._give(tmp_path, busy, ended.append)

    assert (dumped, ended) == ([1], [1])
    assert "All threads of this worker are stuck" in caplog.text
    assert not list(tmp_path.iterdir())


def test_stream_gives_signs_while_its_loop_turns(tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDER, str(tmp_path))

    async def live():
        messages = iter(["lifespan.startup", "lifespan.shutdown"])

        async def receive():
            await asyncio.sleep(0.05)
            return {"type": next(messages)}

        async def send(_message):
            pass

        await Stream()({"type": "lifespan"}, receive, send)

    run(live())

    assert (tmp_path / str(os.getpid())).exists()


# --- With granian ---------------------------------------------------------------------------------

_APPLICATION = """
import os, threading
from llex.core.web_workers import signs

signs.PATIENCE = 2
signs.BusyThreads.are_stuck.__defaults__ = (2,)

def answer(environ, start_response):
    if environ["PATH_INFO"] == "/hang":
        threading.Event().wait()
    start_response("200 OK", [])
    return [str(os.getpid()).encode()]

application = signs.watched(answer)
"""


@pytest.fixture
def server(tmp_path):
    """A granian with one worker of one thread; returns how to ask it."""
    (tmp_path / "hanging.py").write_text(_APPLICATION)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "llex.core.web_workers", "--interface", "wsgi"]
    command += ["--port", str(port), "--workers", "1", "--blocking-threads", "1"]
    command += ["--respawn-failed-workers", "--respawn-interval", "0.1", "hanging:application"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE)

    def ask(path="/"):
        return int(urlopen(f"http://127.0.0.1:{port}{path}", timeout=2).read())

    yield ask
    process.terminate()
    assert process.wait(_PATIENCE) == 0


def worker(ask, *, other_than=0):
    """Return the process that answers, once it is another than that one."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        try:
            if (pid := ask()) != other_than:
                return pid
        except OSError:
            pass
        time.sleep(0.2)
    raise TimeoutError


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="signals as on Linux")
def test_frozen_worker_is_replaced(server):
    first = worker(server)
    # Granian gives up a worker that ends within seconds of its start.
    time.sleep(2)
    os.kill(first, signal.SIGSTOP)

    assert worker(server, other_than=first)


def test_worker_without_a_free_thread_is_replaced(server):
    first = worker(server)
    with pytest.raises(TimeoutError):
        server("/hang")

    assert worker(server, other_than=first)
    assert THREADS not in os.environ
