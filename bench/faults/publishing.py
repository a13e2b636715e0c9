"""Publishing while Redis is away, out of reach of the publisher alone, or the disk is full."""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

from django.conf import settings
from django.db import connection

from bench.consultation.site import ROOT
from bench.faults.disks import Disk
from bench.faults.machines import NOBODY, Redis
from sessions_app.models import Edition, LearningSession

# Seconds within which a new edition must be seen, whatever happened.
_UNSEEN = 20
_OK = 200


def run(port: int, redis: Redis, disk: Disk | None) -> Iterator[tuple[str, bool]]:
    """Publish through each fault; give a line of each and whether it is well."""
    edition = Edition.objects.select_related("session").order_by("session_id").first()
    if edition is None:
        raise LookupError("The demo has no published note.")
    slug = edition.session.slug
    yield _away(port, redis, slug)
    yield _out_of_reach(port, slug)
    yield _disk_full(port, slug, disk)


def _away(port: int, redis: Redis, slug: str) -> tuple[str, bool]:
    _page(port, slug)
    redis.stop()
    text = _edit(slug, "away")
    done = _publish(slug)
    while_away = text in _page(port, slug)
    redis.start()
    time.sleep(1.5)
    afterwards = text in _page(port, slug)
    line = f"{'Redis away while publishing':<30} seen while away: {while_away}, after: {afterwards}"
    return line, done and while_away and afterwards


def _out_of_reach(port: int, slug: str) -> tuple[str, bool]:
    _page(port, slug)
    text = _edit(slug, "out of reach")
    done = _publish(slug, REDIS_URL=NOBODY)
    began = time.monotonic()
    while text not in _page(port, slug) and time.monotonic() - began < 2 * _UNSEEN:
        time.sleep(0.5)
    seconds = time.monotonic() - began
    line = f"{'Redis lost to the publisher':<30} seen by readers after {seconds:.1f} s"
    return line, done and seconds < _UNSEEN


def _disk_full(port: int, slug: str, disk: Disk | None) -> tuple[str, bool]:
    numbers, files = _numbers(slug), _files()
    text = _edit(slug, "disk full")
    if disk:
        disk.fill()
    # Else no file may grow beyond 20 KB: what a PDF needs and cannot have, as on a full disk.
    refused = not _publish(slug, full=disk is None)
    is_clean = _numbers(slug) == numbers and _files() == files
    still_read = text not in _page(port, slug)
    if disk:
        disk.free()
    done = _publish(slug)
    follows = _numbers(slug) == [*numbers, numbers[-1] + 1]
    line = (
        f"{'disk full while publishing':<30} refused: {refused}, nothing left behind: {is_clean}, "
        f"readers read on: {still_read}, next edition follows: {done and follows}"
    )
    return line, refused and is_clean and still_read and done and follows


def _edit(slug: str, what: str) -> str:
    text = f"Published with Redis {what}, {time.time_ns()}"
    LearningSession.objects.filter(slug=slug).update(closing_text_en=text)
    return text


def _publish(slug: str, *, full: bool = False, **environment: str) -> bool:
    command = [sys.executable, "manage.py", "publish", slug, "--override", "A trial of faults."]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | environment,
        check=False,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=_no_room if full else None,
    )
    return done.returncode == 0


def _no_room() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


def _page(port: int, slug: str) -> str:
    asking = HTTPConnection("127.0.0.1", port, timeout=20)
    asking.request("GET", f"/en/sessions/{slug}/briefing/", headers={"Host": "localhost"})
    answer = asking.getresponse()
    text = answer.read().decode()
    asking.close()
    if answer.status != _OK:
        raise RuntimeError(f"The note answered {answer.status}.")
    return text


def _numbers(slug: str) -> list[int]:
    connection.close()
    editions = Edition.objects.filter(session__slug=slug).order_by("number")
    return list(editions.values_list("number", flat=True))


def _files() -> set[str]:
    root = Path(settings.MEDIA_ROOT)
    return {str(path) for path in root.rglob("*") if path.is_file()}
