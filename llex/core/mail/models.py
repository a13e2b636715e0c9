"""The table of outgoing mails."""

import re
import uuid
from collections.abc import Iterable
from datetime import timedelta
from email.utils import make_msgid
from typing import Any, ClassVar, Final, Self

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from llex.core.mail.addresses import AddressField
from llex.core.monitoring.logs import without_links

_MASK: Final = "…"
# The token in allauth's link to a new password.
_RESET: Final = re.compile(r"(/password/reset/key/)[^/\s\"<]+")
# What retention removes.
BODY_FIELDS: Final = (
    "subject", "text", "html", "attachment_name", "attachment_type", "attachment", "secrets",
    "unsubscribe",
)  # fmt: skip
# A mail that the server does not take is tried for this long.
PATIENCE: Final = timedelta(days=2)


class MailState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("state of a mail", "waiting")
    SENDING = "sending", pgettext_lazy("state of a mail", "being sent")
    SENT = "sent", pgettext_lazy("state of a mail", "sent")
    FAILED = "failed", pgettext_lazy("state of a mail", "failed, will be tried again")
    GIVEN_UP = "given_up", pgettext_lazy("state of a mail", "given up")
    BOUNCED = "bounced", pgettext_lazy("state of a mail", "came back")


class MailProblem(models.TextChoices):
    """Why a mail was not accepted."""

    UNREACHABLE = "unreachable", _("The mail server could not be reached.")
    NOT_ADMITTED = "not_admitted", _("The mail server did not admit us: check EMAIL_URL.")
    SILENT = "silent", _("The mail server did not answer in time.")
    DEFERRED = "deferred", _("The mail server did not take it for now.")
    REFUSED = "refused", _("The mail server refused it.")
    INVALID = "invalid", _("No e-mail can be made of it; the address may be wrong.")
    EXPIRED = "expired", _("It was no longer of use when the mail server could be reached.")
    INTERRUPTED = "interrupted", _("Sending was interrupted.")
    BOUNCED = "bounced", _("The e-mail came back.")


PENDING: Final = (MailState.WAITING, MailState.SENDING, MailState.FAILED)
_DUE: Final = (MailState.WAITING, MailState.FAILED)
UNDELIVERED: Final = (MailState.FAILED, MailState.GIVEN_UP, MailState.BOUNCED)


class MailQuerySet(models.QuerySet["Mail"]):
    def due(self) -> Self:
        """Return those to be tried now; those of short use first, then the oldest."""
        rows = self.filter(state__in=_DUE, next_try_at__lte=now())
        return rows.order_by(models.F("valid_until").asc(nulls_last=True), "next_try_at", "pk")

    def pending(self) -> Self:
        """Return those that the mail server has not accepted and that are tried on."""
        return self.filter(state__in=PENDING)

    def undelivered(self) -> Self:
        """Return those that failed, were given up or came back."""
        return self.filter(state__in=UNDELIVERED)

    def about(self, subject: models.Model) -> Self:
        """Return those about an object."""
        kind = ContentType.objects.get_for_model(subject)
        return self.filter(about_type=kind, about_id=subject.pk)


def message_id() -> str:
    """Return a Message-ID, which stays the same at each try, so that a second copy is known."""
    from django.core.mail.utils import DNS_NAME

    return make_msgid(domain=DNS_NAME.get_fqdn())


class Mail(models.Model):
    """One mail to one address, from when it is written until the mail server has accepted it.

    `llex.core.mail.messages.send_mail` writes it and `llex.core.mail.delivery` sends it. Bodies are
    removed after a time; the rest stays as a log.
    """

    State = MailState
    Problem = MailProblem

    kind = models.CharField(_("kind"), max_length=60, editable=False)
    recipient = AddressField(_("recipient"))
    language = models.CharField(_("language"), max_length=7, editable=False)
    sender_name = models.CharField(_("sender"), max_length=200, blank=True, editable=False)
    reply_to = models.CharField(_("answers go to"), max_length=254, blank=True, editable=False)
    # The value of the header List-Unsubscribe.
    unsubscribe = models.TextField(blank=True, editable=False)
    # Mail programs may do so by one POST (RFC 8058).
    unsubscribes_by_post = models.BooleanField(default=False, editable=False)
    subject = models.TextField(_("subject"), editable=False)
    text = models.TextField(_("text"), editable=False)
    html = models.TextField(editable=False)
    # A file that goes with it, as an entry for a calendar; see `Attachment`.
    attachment_name = models.CharField(max_length=120, blank=True, editable=False)
    attachment_type = models.CharField(max_length=120, blank=True, editable=False)
    attachment = models.BinaryField(default=bytes, editable=False)
    # Parts of the texts that are never displayed, such as codes.
    secrets = models.JSONField(default=list, editable=False)
    message_id = models.CharField(
        "Message-ID", max_length=255, default=message_id, db_index=True, editable=False
    )

    session = models.ForeignKey(
        "sessions_app.LearningSession",
        verbose_name=_("session"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="mails",
    )
    about_type = models.ForeignKey(
        ContentType, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    about_id = models.PositiveBigIntegerField(null=True, editable=False)
    about = GenericForeignKey("about_type", "about_id")
    # Kind, subject and recipient; empty if mails may repeat. See `one_pending…`.
    key = models.CharField(max_length=400, blank=True, editable=False)

    state = models.CharField(
        _("state"),
        max_length=10,
        choices=MailState.choices,
        default=MailState.WAITING,
        editable=False,
    )
    tries = models.PositiveSmallIntegerField(_("tries"), default=0, editable=False)
    problem = models.CharField(
        _("problem"), max_length=12, choices=MailProblem.choices, blank=True, editable=False
    )
    answer = models.TextField(_("answer of the mail server"), blank=True, editable=False)
    next_try_at = models.DateTimeField(_("next try"), default=now, editable=False)
    give_up_at = models.DateTimeField(_("tried until"), editable=False)
    # After this moment it is of no use, as a code that has expired.
    valid_until = models.DateTimeField(null=True, editable=False)
    # Which sender has it, and since when; handed over is set just before its text goes out.
    claim = models.UUIDField(null=True, editable=False)
    claimed_at = models.DateTimeField(null=True, editable=False)
    handed_over_at = models.DateTimeField(null=True, editable=False)
    perhaps_twice = models.BooleanField(_("perhaps delivered twice"), default=False, editable=False)
    created_at = models.DateTimeField(_("written"), default=now, editable=False)
    sent_at = models.DateTimeField(_("accepted by the mail server"), null=True, editable=False)
    bounced_at = models.DateTimeField(_("came back"), null=True, editable=False)

    objects = MailQuerySet.as_manager()

    class Meta:
        app_label = "llex"
        verbose_name = _("e-mail")
        verbose_name_plural = _("e-mails")
        ordering = ("-created_at", "-pk")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "next_try_at"], name="mail_due"),
            models.Index(fields=["about_type", "about_id"], name="mail_about"),
            models.Index(fields=["recipient"], name="mail_recipient"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("key",),
                condition=Q(state__in=[str(state) for state in PENDING]) & ~Q(key=""),
                name="one_pending_mail_per_kind_subject_and_recipient",
            ),
        ]

    def __str__(self) -> str:
        # Without the address: the log of changes keeps what a mail was called.
        return self.shown_subject

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it; a new one is tried for two days."""
        if getattr(self, "give_up_at", None) is None:
            self.give_up_at = self.created_at + PATIENCE
        super().save(*args, **kwargs)

    @property
    def shown_subject(self) -> str:
        """Return the subject without what only its recipient may read."""
        return _masked(self.subject, self.secrets)

    @property
    def shown_text(self) -> str:
        """Return the text without what only its recipient may read; empty once it is removed."""
        return _masked(self.text, self.secrets)

    @property
    def has_text(self) -> bool:
        """Return whether its bodies are still stored, so that it can be sent."""
        return bool(self.text)

    def remove_bodies(self) -> None:
        """Keep the log entry alone: neither texts nor file, nor what is secret in the subject."""
        self.subject, self.text, self.html = self.shown_subject, "", ""
        self.attachment_name, self.attachment_type, self.attachment = "", "", b""
        self.secrets, self.unsubscribe = [], ""
        self.save(update_fields=BODY_FIELDS)

    @property
    def is_expired(self) -> bool:
        """Return whether its validity has ended."""
        return self.valid_until is not None and self.valid_until <= now()


def new_claim() -> uuid.UUID:
    """Return a new identifier of a sender's claim."""
    return uuid.uuid4()


def key_of(kind: str, about: models.Model | None, recipient: str) -> str:
    """Return the key by which one address gets one mail of a kind about an object.

    Without an object it is empty: such mails, as those with codes, may repeat.
    """
    if about is None:
        return ""
    return f"{kind} {about._meta.label_lower}:{about.pk} {recipient}"


def _masked(text: str, secrets: Iterable[str]) -> str:
    """Return *text* without the secret parts of personal links and without the *secrets*."""
    text = _RESET.sub(rf"\1{_MASK}", without_links(text))
    for secret in filter(None, secrets):
        text = text.replace(secret, _MASK)
    return text
