"""Changing what is in the outbox: putting in, trying again, correcting, noting what came back."""

from datetime import timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from llex.core.mail import delivery
from llex.core.mail.addresses import normalize
from llex.core.mail.models import (
    BODY_FIELDS,
    PATIENCE,
    Mail,
    MailProblem,
    MailState,
    key_of,
    message_id,
)
from llex.core.mail.signals import address_corrected
from llex.core.states import WrongState

# Fields that a newer mail replaces in a pending one of the same key.
_CONTENT: Final = (
    *BODY_FIELDS, "unsubscribes_by_post", "language", "sender_name", "reply_to", "session_id",
    "message_id", "created_at", "give_up_at", "valid_until",
)  # fmt: skip
# A provider tells of a bounce within days.
_BOUNCES_WITHIN: Final = timedelta(days=7)

# Events of django-anymail.
_RETURNED: Final = frozenset({"bounced", "rejected", "failed"})


@transaction.atomic
def put(mail: Mail) -> Mail:
    """Keep a mail in the outbox; it is delivered right after the commit.

    One of the same key that waits is replaced by it: one address gets one mail of a kind about an
    object.
    """
    mail.key = mail.key or key_of(mail.kind, mail.about, mail.recipient)
    mail.give_up_at = mail.created_at + PATIENCE
    stored = _replaced(mail) or _inserted(mail)
    transaction.on_commit(lambda: delivery.deliver.enqueue(stored.pk), robust=True)
    return stored


def _replaced(mail: Mail) -> Mail | None:
    if not mail.key:
        return None
    same = Mail.objects.filter(key=mail.key)
    # One that is on its way now has its own fate; it does not keep the newer one out.
    same.filter(state=MailState.SENDING).update(key="")
    content = {name: getattr(mail, name) for name in _CONTENT}
    waiting = same.filter(state__in=(MailState.WAITING, MailState.FAILED))
    if not waiting.update(state=MailState.WAITING, tries=0, next_try_at=now(), **content):
        return None
    return waiting.get()


def _inserted(mail: Mail) -> Mail:
    try:
        with transaction.atomic():
            mail.save()
    except IntegrityError:
        # Two at the same moment write the same: what the other one has written counts.
        return Mail.objects.pending().get(key=mail.key)
    return mail


@transaction.atomic
def try_again(mail: Mail) -> None:
    """Deliver it once more, as if it were new. Raise WrongState where it is on its way or sent."""
    _requeue(mail)


@transaction.atomic
def correct_address(mail: Mail, address: str) -> None:
    """Send it to another address. Raise WrongState where it is on its way or sent."""
    former = mail.recipient
    # Another copy may have reached the first address: it is not the same message.
    _requeue(mail, recipient=normalize(address), message_id=message_id())
    address_corrected.send(Mail, mail=mail, former=former)


def _requeue(mail: Mail, **changes: object) -> None:
    allowed = (MailState.WAITING, MailState.FAILED, MailState.GIVEN_UP, MailState.BOUNCED)
    # Without its key, for a newer one of the same kind may wait.
    done = (
        Mail.objects.filter(pk=mail.pk, state__in=allowed)
        .exclude(text="")
        .update(
            state=MailState.WAITING,
            key="",
            tries=0,
            problem="",
            answer="",
            next_try_at=now(),
            give_up_at=now() + PATIENCE,
            bounced_at=None,
            **changes,
        )
    )
    mail.refresh_from_db()
    if not done:
        raise WrongState(mail, _("try again"))
    transaction.on_commit(lambda: delivery.deliver.enqueue(mail.pk), robust=True)


def note_bounce(mail: Mail, reason: str = "") -> None:
    """Note that a mail came back. Raise WrongState unless it was sent."""
    noted = Mail.objects.filter(pk=mail.pk, state=MailState.SENT).update(
        state=MailState.BOUNCED, bounced_at=now(), problem=MailProblem.BOUNCED, answer=reason[:500]
    )
    mail.refresh_from_db()
    if not noted:
        raise WrongState(mail, _("note that it came back"))


def find_sent(message_id: str, recipient: str) -> Mail | None:
    """Return the mail that a provider means: by its identifier, else the last to the address."""
    sent = Mail.objects.filter(state=MailState.SENT)
    known = sent.filter(message_id=f"<{message_id.strip('<>')}>").first() if message_id else None
    lately = sent.filter(recipient=recipient, sent_at__gte=now() - _BOUNCES_WITHIN)
    return known or lately.order_by("-sent_at", "-pk").first()


def remove_bodies(older_than: timedelta) -> int:
    """Remove texts and files of mails that are done, after a time. Return of how many."""
    moment = now() - older_than
    done = Q(state=MailState.SENT, sent_at__lt=moment) | Q(
        state__in=(MailState.GIVEN_UP, MailState.BOUNCED), give_up_at__lt=moment
    )
    count = 0
    for mail in Mail.objects.filter(done).exclude(text="").iterator():
        mail.remove_bodies()
        count += 1
    return count


def note_event(sender: Any, event: Any, esp_name: str = "", **_signal: Any) -> None:
    """Note on its mail that a provider reports it as returned, as django-anymail's signal says.

    Other events, and events of unknown mails, are ignored.
    """
    if event.event_type not in _RETURNED:
        return
    mail = find_sent(event.message_id or "", normalize(event.recipient or ""))
    if mail is None:
        return
    parts = (esp_name, event.reject_reason, event.mta_response or event.description)
    try:
        note_bounce(mail, " · ".join(filter(None, parts)))
    except WrongState:
        # Reported twice at the same time.
        return
