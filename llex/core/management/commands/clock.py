"""Run what the site does by itself, until stopped."""

import time
from argparse import ArgumentParser
from typing import Any, Final

from django.core.management.base import BaseCommand

from llex.core.clock import Clock
from llex.core.monitoring.heartbeat import Heartbeat

# Seconds between two looks, and after which a single job counts as stuck.
_LOOKS_EVERY: Final = 5
_PATIENCE: Final = 45 * 60


class Command(BaseCommand):
    help = "Sends mail that waits, reminds officers and tidies up, each as often as needed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="run every job once and end")

    def handle(self, *args: Any, **options: Any) -> None:
        clock = Clock()
        if options["once"]:
            clock.tick(0)
            return
        heartbeat = Heartbeat("clock", _PATIENCE)
        heartbeat.watch()
        while True:
            clock.tick(time.monotonic(), heartbeat.beat)
            heartbeat.beat()
            time.sleep(_LOOKS_EVERY)
