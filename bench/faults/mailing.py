"""Mails while the mail server is away, refuses, is silent or slow, and while a worker is killed."""

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO

from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.utils.timezone import now

from bench.consultation.site import ROOT
from bench.faults.machines import MailServer
from llex.core.mail import messages
from llex.core.mail.models import Mail, MailState

_MAILS = 40
_WORKER = [sys.executable, "manage.py", "worker"]


def run(server: MailServer) -> Iterator[tuple[str, bool]]:
    """Write mails through each fault, mend it, and count what arrived."""
    faults: dict[str, Callable[[], None]] = {
        "mail server well": lambda: _work(server),
        "mail server away": lambda: _away(server),
        "mail server answers 451": lambda: _work(server, "451"),
        "mail server silent": lambda: _work(server, "silent", seconds=6),
        "worker killed while it sends": lambda: _killed(server),
    }
    for number, (name, fault) in enumerate(faults.items()):
        yield _through(server, f"fault{number}", name, fault)


def _through(
    server: MailServer, kind: str, name: str, fault: Callable[[], None]
) -> tuple[str, bool]:
    addresses = [f"{kind}-{number}@example.org" for number in range(_MAILS)]
    with transaction.atomic():
        for address in addresses:
            context = {"email": address, "code": ""}
            messages.send_mail("login_unknown", to=[address], language="en", context=context)
    began = time.monotonic()
    fault()
    pending = Mail.objects.filter(recipient__startswith=f"{kind}-").pending().count()
    _mended(server)
    arrived = Counter(one for one in server.received if one.startswith(f"{kind}-"))
    rows = Mail.objects.filter(recipient__startswith=f"{kind}-")
    lost = [address for address in addresses if not arrived[address]]
    claimed = rows.filter(state=MailState.SENT).exclude(recipient__in=list(arrived)).count()
    twice = {address for address, count in arrived.items() if count > 1}
    untold = twice - set(rows.filter(perhaps_twice=True).values_list("recipient", flat=True))
    line = (
        f"{name:<30} {_MAILS} mails: {pending} were kept, lost {len(lost)}, "
        f"called sent and not there {claimed}, twice {len(twice)} (untold {len(untold)}), "
        f"{time.monotonic() - began:.1f} s"
    )
    return line, not lost and not claimed and not untold and len(twice) <= 1


def _work(server: MailServer, mode: str = "ok", *, seconds: float = 0.0) -> None:
    server.mode = mode
    if seconds:
        worker = subprocess.Popen(_WORKER, cwd=ROOT, stderr=subprocess.DEVNULL)
        time.sleep(seconds)
        worker.kill()
        worker.wait()
    else:
        subprocess.run([*_WORKER, "--batch"], cwd=ROOT, check=True, stderr=subprocess.DEVNULL)


def _away(server: MailServer) -> None:
    server.stop()
    _work(server)
    server.start()


def _killed(server: MailServer) -> None:
    server.mode = "slow"
    before = len(server.received)
    worker = subprocess.Popen(_WORKER, cwd=ROOT, stderr=subprocess.DEVNULL)
    while len(server.received) < before + _MAILS // 4:
        time.sleep(0.05)
    worker.kill()
    worker.wait()


def _mended(server: MailServer) -> None:
    """Bring the server back, wind the pauses forward, and let worker and clock do their work."""
    server.mode = "ok"
    cache.clear()
    connection.close()
    _work(server)
    for _round in range(3):
        long_ago = now() - timedelta(hours=1)
        Mail.objects.filter(state=MailState.SENDING).update(claimed_at=long_ago)
        Mail.objects.pending().update(next_try_at=long_ago)
        cache.clear()
        call_command("send_mail", stdout=StringIO())
