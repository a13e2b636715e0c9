"""The privacy notice, requests of people about their data, and what was erased."""

import uuid
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from llex.core import languages
from llex.core.mail.addresses import AddressField
from llex.core.mail.models import Mail
from llex.core.states import move

# The text that comes with the software; a change of it needs a new version.
DEFAULT_VERSION: Final = "default-2026-11"


class PrivacyNoticeQuerySet(models.QuerySet["PrivacyNotice"]):
    """Versions of the notice."""

    def current_version(self) -> str:
        """Return the name of the version in force, to store with a consent."""
        key = self.values_list("pk", flat=True).first()
        return f"notice-{key}" if key else DEFAULT_VERSION


class PrivacyNotice(models.Model):
    """One version of the notice, in all languages; the latest one holds."""

    text = models.TextField(
        _("text"),
        help_text=_(
            "{organisers} and {contact} stand for the conveners of the sessions and their e-mail"
            " addresses. Complete what is in [[double brackets]]."
        ),
    )
    published_at = models.DateTimeField(_("published"), default=now, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("published by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = PrivacyNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("privacy notice")
        verbose_name_plural = _("privacy notices")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return str(_("Version %(number)s") % {"number": self.pk})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new version. Raise ValueError for one that people may have agreed to."""
        if not self._state.adding:
            raise ValueError("A version of the privacy notice is never changed.")
        super().save(*args, **kwargs)

    @property
    def version(self) -> str:
        """Return what is kept with a consent that was given under this version."""
        return f"notice-{self.pk}"


# The mailed link to one's own data works this long.
LINK_LIFETIME: Final = timedelta(hours=24)


class DataRequest(models.Model):
    """A look at the data held under an address, by the person or an organiser, and what followed.

    *row* names a person without an address, as “sessions_app.person:12”.
    """

    class State(models.TextChoices):
        OPENED = "opened", pgettext_lazy("state of a request about one's data", "looked at")
        ASKED = "asked", pgettext_lazy("state of a request about one's data", "asks for erasing")
        ERASED = "erased", pgettext_lazy("state of a request about one's data", "erased")
        REFUSED = "refused", pgettext_lazy("state of a request about one's data", "refused")

    address = AddressField(_("e-mail address"), blank=True)
    row = models.CharField(_("row of the person"), max_length=80, blank=True)
    language = models.CharField(
        _("language of mails"), max_length=7, choices=languages.choices, default=languages.DEFAULT
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.OPENED, editable=False
    )
    made_at = models.DateTimeField(_("made"), default=now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    asked_at = models.DateTimeField(_("erasing asked for"), null=True, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    reason = models.TextField(_("reason of a refusal"), blank=True)

    # Its e-mails are deleted with it.
    mails = GenericRelation(Mail, content_type_field="about_type", object_id_field="about_id")

    class Meta:
        app_label = "llex"
        verbose_name = _("request about personal data")
        verbose_name_plural = _("requests about personal data")
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        # Without the address: the log of changes keeps what a request was called.
        return str(_("Request %(number)s") % {"number": self.pk})

    @property
    def is_open(self) -> bool:
        """Return whether the mailed link still shows the data."""
        return now() < self.made_at + LINK_LIFETIME

    def ask_for_erasing(self) -> None:
        """Note that the person asks for erasing. Raise WrongState if that was asked or decided."""
        move(
            self,
            verb=_("ask for erasing"),
            allowed=[self.State.OPENED],
            to=self.State.ASKED,
            asked_at=now(),
        )

    def note_erased(self) -> None:
        """Note that the person was erased; the address goes. Raise WrongState if decided."""
        move(
            self,
            verb=_("erase"),
            allowed=[self.State.OPENED, self.State.ASKED],
            to=self.State.ERASED,
            decided_at=now(),
            address="",
            row="",
        )

    def refuse(self, reason: str) -> None:
        """Refuse to erase, for a *reason*. Raise WrongState unless erasing is asked for."""
        move(
            self,
            verb=_("refuse"),
            allowed=[self.State.ASKED],
            to=self.State.REFUSED,
            decided_at=now(),
            reason=reason,
        )


class Erasure(models.Model):
    """The record that a person was erased, without the person.

    *digests* are fingerprints of addresses and rows, by which `restore` erases again what a backup
    brings back; *counts* are the numbers of rows by model and by what was done with them.
    """

    digests = models.JSONField(default=list, editable=False)
    counts = models.JSONField(_("rows"), default=dict, editable=False)
    erased_at = models.DateTimeField(_("erased"), default=now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        app_label = "llex"
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ("-erased_at", "-pk")

    def __str__(self) -> str:
        return str(_("Erasure %(number)s") % {"number": self.pk})


class ProcessingNote(models.Model):
    """The data officer's text about a kind of processing, in place of the program's own."""

    purpose = models.CharField(_("purpose"), max_length=40, unique=True, editable=False)
    basis = models.TextField(_("legal basis"), blank=True)
    recipients = models.TextField(_("recipients"), blank=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        app_label = "llex"
        verbose_name = _("kind of processing")
        verbose_name_plural = _("register of processing")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.purpose
