"""Delivering what is in the outbox: each mail once, and again until the mail server accepts it.

A mail is claimed by one guarded UPDATE, so that two senders never have the same. Just before its
text goes out that is noted, too: a sender that was killed before did not send it; one that was
killed after may have, and the mail says so.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from email.utils import formataddr, parseaddr
from typing import Any, Final

from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import F
from django.utils.timezone import now
from django_tasks import task

from llex.core.mail.answers import Refusal, refusal_of
from llex.core.mail.kinds import LOGGED_WITH_TEXT
from llex.core.mail.models import Mail, MailProblem, MailState, new_claim
from llex.core.mail.signals import mail_accepted

logger = logging.getLogger(__name__)

# Minutes between tries; the last one repeats until the mail is given up.
PAUSES: Final = (1, 5, 15, 60, 120, 240)
# A claim that is older belongs to a sender that was killed: no delivery takes that long.
STALE: Final = timedelta(minutes=15)
# After the server was away or silent, requests do not wait for it; the clock tries again.
_AWAY: Final = "mail-server-away"
_AWAY_SECONDS: Final = 60


@task()
def deliver(pk: int) -> None:
    """Deliver one mail right after it was written, unless the mail server was just away."""
    if cache.get(_AWAY):
        return
    with _server() as server:
        _deliver(server, Mail.objects.due().filter(pk=pk).values_list("pk", flat=True))


def deliver_due(most: int = 500) -> int:
    """Deliver what is due. Return how many mails the server accepted."""
    release_stale()
    keys = list(Mail.objects.due().values_list("pk", flat=True)[:most])
    if not keys:
        return 0
    with _server() as server:
        return _deliver(server, keys)


def release_stale() -> int:
    """Release mails whose sender was killed, so that they are tried again. Return how many."""
    stale = Mail.objects.filter(state=MailState.SENDING, claimed_at__lt=now() - STALE)
    released = {
        "state": MailState.WAITING,
        "problem": MailProblem.INTERRUPTED,
        "claim": None,
        "next_try_at": now(),
    }
    twice = stale.filter(handed_over_at__isnull=False).update(perhaps_twice=True, **released)
    once = stale.filter(handed_over_at__isnull=True).update(**released)
    if twice:
        logger.warning("Sending was interrupted; perhaps delivered twice: %s", twice)
    return twice + once


@contextmanager
def _server() -> Iterator[Any]:
    connection = get_connection()
    try:
        yield connection
    finally:
        # A server that hangs up on QUIT has taken the mails all the same.
        with suppress(OSError):
            connection.close()


def _deliver(server: Any, keys: Iterable[int]) -> int:
    accepted = 0
    away: Refusal | None = None
    for key in keys:
        mail = _claim(key)
        if mail is None:
            continue
        refusal = away or _send(server, mail)
        if refusal is None:
            accepted += 1
            continue
        _note_refusal(mail, refusal)
        if refusal.concerns_all and away is None:
            # The others have not been handed over.
            away = replace(refusal, is_uncertain=False)
            cache.set(_AWAY, 1, _AWAY_SECONDS)
            logger.warning("The mail server cannot be used now: %s", refusal.problem)
    return accepted


def _claim(pk: int) -> Mail | None:
    """Take a mail that is due; None where another sender has it."""
    claim = new_claim()
    due = Mail.objects.filter(
        pk=pk, state__in=(MailState.WAITING, MailState.FAILED), next_try_at__lte=now()
    )
    taken = due.update(
        state=MailState.SENDING,
        claim=claim,
        claimed_at=now(),
        handed_over_at=None,
        tries=F("tries") + 1,
    )
    return Mail.objects.filter(pk=pk, claim=claim).first() if taken else None


def _send(server: Any, mail: Mail) -> Refusal | None:
    """Send a claimed mail and note that it was accepted. Return why it was not, or None."""
    if mail.is_expired:
        return Refusal(MailProblem.EXPIRED, "", is_final=True)
    try:
        server.open()
    except Exception as error:  # noqa: BLE001 - whatever a backend raises, the mail stays
        return refusal_of(error, was_handed_over=False)
    if not _hand_over(mail):
        return None
    try:
        message(mail, server).send()
    except Exception as error:  # noqa: BLE001 - as above
        # A connection that was left in the middle of a mail is of no use for the next.
        with suppress(Exception):
            server.close()
        return refusal_of(error, was_handed_over=True)
    _note_accepted(mail)
    return None


def _hand_over(mail: Mail) -> bool:
    """Note that its text goes out now; False where the claim was lost meanwhile."""
    held = Mail.objects.filter(pk=mail.pk, claim=mail.claim, state=MailState.SENDING)
    return bool(held.update(handed_over_at=now(), claimed_at=now()))


def _note_accepted(mail: Mail) -> None:
    with transaction.atomic():
        noted = Mail.objects.filter(pk=mail.pk, claim=mail.claim).update(
            state=MailState.SENT, sent_at=now(), problem="", answer="", claim=None
        )
        if noted:
            mail.refresh_from_db()
            if mail.valid_until is not None and mail.kind not in LOGGED_WITH_TEXT:
                # No code that was delivered is kept: it is good for minutes and never sent again.
                mail.remove_bodies()
            mail_accepted.send(Mail, mail=mail)


def _note_refusal(mail: Mail, refusal: Refusal) -> None:
    moment = now()
    is_over = refusal.is_final or mail.give_up_at <= moment
    pause = PAUSES[min(mail.tries, len(PAUSES)) - 1]
    Mail.objects.filter(pk=mail.pk, claim=mail.claim).update(
        state=MailState.GIVEN_UP if is_over else MailState.FAILED,
        problem=refusal.problem,
        answer=refusal.answer,
        claim=None,
        next_try_at=moment + timedelta(minutes=pause),
        perhaps_twice=mail.perhaps_twice or refusal.is_uncertain,
    )


def message(mail: Mail, server: Any = None) -> EmailMultiAlternatives:
    """Return the mail as it is handed to the server."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    headers = {
        "Message-ID": mail.message_id,
        # No vacation notice answers it (RFC 3834).
        "Auto-Submitted": "auto-generated",
        "Content-Language": mail.language,
    }
    if mail.unsubscribe:
        headers["List-Unsubscribe"] = mail.unsubscribe
        if mail.unsubscribes_by_post:
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        from_email=formataddr((mail.sender_name or name, address)),
        to=[mail.recipient],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers=headers,
        connection=server,
    )
    made.attach_alternative(mail.html, "text/html")
    if mail.attachment_name:
        _attach(made, mail)
    return made


def _attach(made: EmailMultiAlternatives, mail: Mail) -> None:
    """Add its file; an entry for a calendar is an alternative and a file, as calendars send it.

    Outlook and Gmail show the event of the alternative, which other programs hide; these offer
    the file.
    """
    content = bytes(mail.attachment)
    kind, _parted, parameters = mail.attachment_type.partition(";")
    if kind != "text/calendar":
        made.attach(mail.attachment_name, content, mail.attachment_type)
        return
    # The backend names the charset by itself.
    method = next(part.strip() for part in parameters.split(";") if "method=" in part)
    made.attach_alternative(content.decode(), f"{kind}; {method}")
    made.attach(mail.attachment_name, content, "application/ics")
