"""Run tasks from the database, with a sign of life."""

from argparse import ArgumentParser
from typing import Any, Final

from django.core.management.base import BaseCommand
from django.utils.crypto import get_random_string
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, DEFAULT_TASK_QUEUE_NAME
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from llex.core.monitoring.heartbeat import Heartbeat

# Seconds after which a single task counts as stuck.
_PATIENCE: Final = 15 * 60


class BeatingWorker(Worker):
    """A worker that gives a sign of life before and after each task, and while it waits."""

    def __init__(self, heartbeat: Heartbeat, **options: Any) -> None:
        self._heartbeat = heartbeat
        self._is_running = True
        super().__init__(**options)

    @property
    def running(self) -> bool:
        """Return whether to go on. The loop asks at each turn, so each turn is a sign of life."""
        self._heartbeat.beat()
        return self._is_running

    @running.setter
    def running(self, value: bool) -> None:
        self._is_running = value

    def run_task(self, db_task_result: "DBTaskResult[..., Any]") -> None:
        self._heartbeat.beat()
        super().run_task(db_task_result)


class Command(BaseCommand):
    help = "Runs tasks as they come, and ends when one is stuck, to be started again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch", action="store_true", help="run what waits and end")

    def handle(self, *args: Any, **options: Any) -> None:
        heartbeat = Heartbeat("worker", _PATIENCE)
        heartbeat.watch()
        worker = BeatingWorker(
            heartbeat,
            queue_names=[DEFAULT_TASK_QUEUE_NAME],
            excluded_queue_names=[],
            interval=1,
            batch=options["batch"],
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
        )
        worker.configure_signals()
        worker.run()
