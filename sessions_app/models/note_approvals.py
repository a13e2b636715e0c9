"""Approvals of a note by a second person before it is published."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from llex.core import languages
from llex.core.db.fields import ProseField
from llex.core.languages.phrases import labelled
from llex.core.states import WrongState, reload
from sessions_app.models.editions import Edition
from sessions_app.models.sessions import LearningSession

if TYPE_CHECKING:
    from llex.core.models import User


class NoteApprovalQuerySet(models.QuerySet["NoteApproval"]):
    """Approvals that were asked for, and those that were given."""

    def given(self) -> NoteApprovalQuerySet:
        """Return those that were given."""
        return self.filter(approved_at__isnull=False)

    def waiting_for(self, user: User) -> NoteApprovalQuerySet:
        """Return those that *user* was asked for last and has not given.

        What was published since, or asked for in other words, waits no longer.
        """
        later = NoteApproval.objects.filter(
            session=OuterRef("session"),
            language=OuterRef("language"),
            asked_at__gt=OuterRef("asked_at"),
        )
        published = Edition.objects.filter(
            session=OuterRef("session"), published_at__gte=OuterRef("asked_at")
        )
        rows = self.filter(~Exists(later), ~Exists(published), asked_of=user)
        return rows.filter(approved_at__isnull=True)


class NoteApproval(models.Model):
    """Two people answer for the note in one language: one asks, and another one approves it.

    *checksum* is that of the document that both have read, so that a row belongs to these words
    alone. *remark* is what the one who asks writes to the other.
    """

    session = models.ForeignKey(
        LearningSession,
        verbose_name=_("session"),
        on_delete=models.CASCADE,
        related_name="note_approvals",
    )
    language = models.CharField(_("language"), max_length=7, choices=languages.choices)
    checksum = models.CharField(_("checksum"), max_length=64)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asked by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    asked_at = models.DateTimeField(_("asked"), default=now)
    asked_of = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person asked"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    remark = ProseField(_("remark"), blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("approved by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    approved_at = models.DateTimeField(_("approved"), null=True)

    objects = NoteApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval by a second person")
        verbose_name_plural = _("approvals by a second person")
        ordering = ("-asked_at", "-pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("session", "language", "checksum"), name="words_are_approved_once"
            ),
            models.CheckConstraint(
                condition=Q(asked_by__isnull=True)
                | Q(approved_by__isnull=True)
                | ~Q(approved_by=F("asked_by")),
                name="approval_is_by_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return labelled(languages.name_of(self.language), self.session)

    def get_state_display(self) -> str:
        """Return whether it is given, for messages."""
        if self.approved_at:
            return str(pgettext_lazy("a note in a language", "approved"))
        return str(pgettext_lazy("a note in a language", "not approved"))

    @property
    def is_given(self) -> bool:
        """Return whether a second person has approved these words."""
        return self.approved_at is not None

    def may_be_given_by(self, user: User) -> bool:
        """Return whether it is open, and *user* is not the one who asks."""
        return not self.is_given and self.asked_by_id not in (None, user.pk)

    def approve(self, by: User) -> None:
        """Note that *by* approves these words.

        Raise WrongState where that is the person who asks, or where they are approved already.
        """
        rows = NoteApproval.objects.filter(pk=self.pk, approved_at=None, asked_by__isnull=False)
        changed = rows.exclude(asked_by=by).update(approved_by=by, approved_at=now())
        self._reloaded(changed, pgettext_lazy("a note in a language", "approve"))

    def take_back(self, by: User) -> None:
        """Take an approval back. Raise WrongState unless *by* has given it."""
        rows = NoteApproval.objects.filter(pk=self.pk, approved_by=by)
        changed = rows.update(approved_by=None, approved_at=None)
        self._reloaded(changed, _("take the approval back"))

    def _reloaded(self, changed: int, verb: object) -> None:
        reload(self, verb=str(verb))
        if not changed:
            raise WrongState(self, str(verb))
