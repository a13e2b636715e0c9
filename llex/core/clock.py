"""Scheduled jobs and their intervals, run by `manage.py clock` in production."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.management import call_command
from django.db import close_old_connections

logger = logging.getLogger(__name__)

_MINUTE: Final = 60
_HOUR: Final = 60 * _MINUTE


@dataclass(frozen=True, slots=True)
class Job:
    """A command and the seconds from one run to the next."""

    command: str
    every: int
    options: dict[str, Any] = field(default_factory=dict)


# None of them does anything twice, however often it runs.
JOBS: Final = (
    # So many that even a very slow mail server holds the clock for minutes, not hours.
    Job("send_mail", _MINUTE, {"most": 80}),
    Job("publish_due", _MINUTE),
    Job("mail_people", _MINUTE),
    Job("remind", _HOUR),
    Job("follow_up", _HOUR),
    Job("clean_up", _HOUR),
)


class Clock:
    """Runs each job when it is due, all of them at the start. A job that fails is tried again."""

    def __init__(self, jobs: tuple[Job, ...] = JOBS) -> None:
        self._due = {job.command: 0.0 for job in jobs}
        self._jobs = jobs

    def tick(self, moment: float, beat: Callable[[], None] = lambda: None) -> None:
        """Run what is due at *moment*; call *beat* after each job."""
        for job in self._jobs:
            if self._due[job.command] > moment:
                continue
            self._due[job.command] = moment + job.every
            self._run(job)
            beat()

    @staticmethod
    def _run(job: Job) -> None:
        close_old_connections()
        try:
            call_command(job.command, **job.options)
        except Exception:
            logger.exception("%s failed", job.command)
        finally:
            close_old_connections()
