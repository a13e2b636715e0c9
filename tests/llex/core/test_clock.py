"""What runs by itself, and that a worker or clock that is stuck is noticed."""

import os
import subprocess
import sys
import time

import pytest
from django.core.management import call_command, get_commands

from llex.core import clock
from llex.core.clock import JOBS, Clock, Job
from llex.core.management.commands.worker import BeatingWorker
from llex.core.monitoring import healthcheck, heartbeat
from llex.core.monitoring.heartbeat import Heartbeat


@pytest.fixture
def ran(monkeypatch, transactional_db):
    """The names of the commands that the clock has run."""
    names = []

    def run(name, **options):
        names.append(name)
        if name == "broken":
            raise RuntimeError("no")

    monkeypatch.setattr(clock, "call_command", run)
    return names


@pytest.fixture
def folder(monkeypatch, tmp_path):
    monkeypatch.setattr(heartbeat.tempfile, "gettempdir", lambda: str(tmp_path))
    return tmp_path


def test_each_job_is_a_command(db):
    assert {job.command for job in JOBS} <= set(get_commands())
    assert {"send_mail", "remind", "follow_up", "clean_up"} <= {job.command for job in JOBS}


def test_all_jobs_run_on_an_empty_site(transactional_db):
    call_command("clock", once=True)


def test_job_runs_when_it_is_due(ran):
    ticking = Clock((Job("often", 60), Job("seldom", 3600)))
    for moment in (0, 5, 59, 60, 65, 3600):
        ticking.tick(moment)

    assert ran == ["often", "seldom", "often", "often", "seldom"]


def test_job_that_fails_stops_no_other(ran, caplog):
    beats = []
    ticking = Clock((Job("broken", 60), Job("sound", 60)))
    ticking.tick(0, lambda: beats.append(1))
    ticking.tick(60, lambda: beats.append(1))

    assert ran == ["broken", "sound"] * 2
    assert len(beats) == 4
    assert "broken failed" in caplog.text


def test_process_is_alive_while_its_signs_are_young(folder):
    assert not heartbeat.is_alive("clock", 60)

    Heartbeat("clock", 60).beat()
    assert heartbeat.is_alive("clock", 60)

    hour_ago = time.time() - 3600
    os.utime(heartbeat.path_of("clock"), (hour_ago, hour_ago))
    assert not heartbeat.is_alive("clock", 60)


def test_health_check_says_so_by_its_exit(tmp_path):
    command = [sys.executable, "-m", "llex.core.monitoring.heartbeat", "clock", "60"]
    environment = os.environ | {"TMPDIR": str(tmp_path)}

    assert subprocess.run(command, env=environment, check=False).returncode == 1
    (tmp_path / "llex-clock.heartbeat").touch()
    assert subprocess.run(command, env=environment, check=False).returncode == 0


def test_process_that_is_stuck_ends(tmp_path):
    code = (
        "import time; from llex.core.monitoring import heartbeat;"
        "heartbeat._LOOKS_EVERY = 0.05; heartbeat.Heartbeat('stuck', 0.1).watch(); time.sleep(20)"
    )
    environment = os.environ | {"TMPDIR": str(tmp_path)}

    ended = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, check=False, timeout=15
    )

    assert ended.returncode == 1
    assert b"is stuck" in ended.stderr


def test_worker_gives_a_sign_at_each_turn(transactional_db, folder, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    pulse = Heartbeat("worker", 60)
    worker = BeatingWorker(
        pulse, queue_names=["default"], excluded_queue_names=[], interval=0, batch=True,
        backend_name="default", startup_delay=False, max_tasks=None, worker_id="w",
    )  # fmt: skip

    worker.run()

    assert heartbeat.is_alive("worker", 60)
    worker.running = False
    assert worker.running is False


def test_health_check_asks_the_server(live_server):
    port = int(live_server.url.rpartition(":")[2])

    assert healthcheck.answers(port, "localhost")
    assert not healthcheck.answers(port, "stranger.example.org")
    assert not healthcheck.answers(1, "localhost")
