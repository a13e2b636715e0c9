"""E-mails to the people of a session: reminders, changes, thanks, messages of organisers."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any, ClassVar, Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from llex.core import languages
from llex.core.db.fields import LineField, ProseField
from llex.core.languages.regions import REGIONS
from llex.core.states import WrongState, move
from llex.core.translations.sources import WrittenInSession
from sessions_app.models.placeholders import check_placeholders
from sessions_app.models.series import Series
from sessions_app.models.sessions import LearningSession


class MailKind(models.TextChoices):
    WEEK = "week_before", pgettext_lazy("kind of mailing", "Reminder, a week before")
    DAY = "day_before", pgettext_lazy("kind of mailing", "Reminder, a day before")
    HOUR = "hour_before", pgettext_lazy("kind of mailing", "Reminder, an hour before")
    CHANGED = "changed", pgettext_lazy("kind of mailing", "Change of time")
    CANCELLED = "cancelled", pgettext_lazy("kind of mailing", "Cancellation")
    THANKS = "thanks", pgettext_lazy("kind of mailing", "Thanks with the note")
    MESSAGE = "message", pgettext_lazy("kind of mailing", "Message to a group")


# How long before the session each reminder goes out, the earliest first.
REMINDERS: Final = {
    MailKind.WEEK: timedelta(days=7),
    MailKind.DAY: timedelta(days=1),
    MailKind.HOUR: timedelta(hours=1),
}
# What a registered person has to know; these cannot be declined.
NECESSARY: Final = (MailKind.CHANGED, MailKind.CANCELLED)


class MailWording(models.Model):
    """The wording of one kind of e-mail in a series, instead of the usual one."""

    series = models.ForeignKey(
        Series, verbose_name=_("series"), on_delete=models.CASCADE, related_name="wordings"
    )
    kind = models.CharField(
        _("kind"),
        max_length=12,
        choices=[choice for choice in MailKind.choices if choice[0] != MailKind.MESSAGE],
    )
    subject = LineField(_("subject"), max_length=200, blank=True)
    text = ProseField(_("text"), blank=True)

    class Meta:
        verbose_name = _("text of an e-mail")
        verbose_name_plural = _("texts of e-mails")
        ordering = ("series", "kind")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("series", "kind"),
                name="a_series_words_each_kind_once",
                violation_error_message=_("This series has a text of this kind already."),
            )
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    def clean(self) -> None:
        """Raise ValidationError for unknown placeholders and for needed ones that are missing."""
        check_placeholders(self, self.kind)


class NothingWritten(WrongState):
    """A message without a subject or a text."""

    def __str__(self) -> str:
        return str(_("Write a subject and a text first."))


class MailingQuerySet(models.QuerySet["Mailing"]):
    def due(self) -> "MailingQuerySet":
        """Return those to be written now; those of the next session first."""
        rows = self.filter(state=Mailing.State.SENDING, due_at__lte=now())
        return rows.select_related("session__series").order_by("session__starts_at", "due_at", "pk")


class Mailing(WrittenInSession, models.Model):
    """One e-mail to a group of people of a session, written into the outbox in batches."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("state of a mailing", "draft")
        SENDING = "sending", pgettext_lazy("state of a mailing", "being sent")
        DONE = "done", pgettext_lazy("state of a mailing", "sent")
        STOPPED = "stopped", pgettext_lazy("state of a mailing", "stopped")

    class Group(models.TextChoices):
        REGISTERED = "registered", pgettext_lazy("group of people", "All who are registered")
        WAITING = "waiting", pgettext_lazy("group of people", "All on the waiting list")
        SPEAKERS = "speakers", pgettext_lazy("group of people", "Chair and speakers")
        CITIES = "cities", pgettext_lazy("group of people", "Representatives of cities")
        PRESENT = "present", pgettext_lazy("group of people", "All who were present")

    session = models.ForeignKey(
        LearningSession,
        verbose_name=_("session"),
        on_delete=models.CASCADE,
        related_name="mailings",
    )
    kind = models.CharField(
        _("kind"), max_length=12, choices=MailKind.choices, default=MailKind.MESSAGE, editable=False
    )
    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.DRAFT, editable=False
    )
    group = models.CharField(
        _("to"), max_length=10, choices=Group.choices, default=Group.REGISTERED
    )
    language = models.CharField(
        _("only those who speak"),
        max_length=7,
        blank=True,
        choices=languages.choices,
        help_text=_("Empty: whatever they speak."),
    )
    region = models.CharField(
        _("only those of the region"),
        max_length=2,
        blank=True,
        choices=[(code, name) for code, name in REGIONS.items() if code],
        help_text=_("By the city of each person. Empty: wherever they are from."),
    )
    city = models.ForeignKey(
        "cities.City",
        verbose_name=_("only those of the city"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Empty: wherever they are from."),
    )
    subject = LineField(_("subject"), max_length=200, blank=True)
    text = ProseField(_("text"), blank=True)
    # Of which beginning of the session an automatic one speaks; one each.
    about_start = models.DateTimeField(null=True, editable=False)
    due_at = models.DateTimeField(_("to be sent from"), default=now, editable=False)
    created_at = models.DateTimeField(_("written"), default=now, editable=False)
    finished_at = models.DateTimeField(_("finished"), null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = MailingQuerySet.as_manager()

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        ordering = ("-created_at", "-pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("session", "kind", "about_start"),
                condition=Q(about_start__isnull=False),
                name="one_mailing_a_kind_and_beginning",
            )
        ]

    def __str__(self) -> str:
        if self.kind == MailKind.MESSAGE and self.subject:
            return str(self.subject)
        return str(self.get_kind_display())

    @property
    def is_of_place(self) -> bool:
        """Return whether it goes to people of a city or a region alone."""
        return bool(self.region or self.city_id)

    @property
    def is_necessary(self) -> bool:
        """Return whether people get it who declined all other e-mails."""
        return self.kind in NECESSARY

    def clean(self) -> None:
        """Raise ValidationError for unknown placeholders."""
        check_placeholders(self, self.kind)

    def start(self) -> None:
        """Send it from now on. Raise WrongState unless it is a draft with subject and text."""
        if not (self.subject and self.text):
            raise NothingWritten(self, _("send"))
        self._move(_("send"), [self.State.DRAFT], self.State.SENDING, due_at=now())

    def stop(self) -> None:
        """Send it to no one else. Raise WrongState unless it is being sent."""
        self._move(_("stop"), [self.State.SENDING], self.State.STOPPED, finished_at=now())

    def finish(self) -> None:
        """Note that everyone has it. Raise WrongState unless it is being sent."""
        self._move(_("finish"), [self.State.SENDING], self.State.DONE, finished_at=now())

    def _move(self, verb: Any, allowed: Collection[str], to: str, **changes: Any) -> None:
        move(self, verb=verb, allowed=allowed, to=to, **changes)
