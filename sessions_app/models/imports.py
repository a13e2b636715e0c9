"""Records of imported spreadsheets and notes: how to undo them, and what their columns held."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Final

from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sessions_app.models.series import Series
from sessions_app.models.sessions import LearningSession

# The former values of what an import changed may be personal: they are not kept longer.
UNDO_PERIOD: Final = timedelta(days=30)


class SpreadsheetImportQuerySet(models.QuerySet["SpreadsheetImport"]):
    """Imports, by whether they can be undone."""

    def undoable_before(self, moment: datetime) -> "SpreadsheetImportQuerySet":
        """Return those of before *moment* that still say how to undo them."""
        return self.filter(journal__isnull=False, written_at__lt=moment)

    def forget_journals(self) -> int:
        """Forget how to undo them. Return how many."""
        return self.update(journal=None)


class SpreadsheetImport(models.Model):
    """A spreadsheet or note that was imported into a session.

    *journal* is what `llex.core.spreadsheets.undo` needs, until it is undone or too old; *counts*
    has the number of new, changed and unchanged rows; *remarks* say what was left out.
    """

    class Kind(models.TextChoices):
        CITY_TABLE = "city_table", pgettext_lazy("kind of an import", "table of cities")
        WORKBOOK = "workbook", pgettext_lazy("kind of an import", "session’s Excel file")
        NOTE = "note", pgettext_lazy("kind of an import", "note")
        ATTENDANCE = "attendance", pgettext_lazy("kind of an import", "meeting’s list")

    session = models.ForeignKey(
        LearningSession,
        verbose_name=_("session"),
        on_delete=models.CASCADE,
        related_name="spreadsheet_imports",
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    name = models.CharField(_("file name"), max_length=200, blank=True)
    counts = models.JSONField(_("counts"), default=dict)
    remarks: Any = models.JSONField(_("remarks"), default=list, blank=True)
    journal: Any = models.JSONField(_("journal"), null=True)
    written_at = models.DateTimeField(_("written"), default=now)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    undone_at = models.DateTimeField(_("undone"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("undone by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = SpreadsheetImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ("-written_at", "-pk")

    def __str__(self) -> str:
        return self.name or str(self.get_kind_display())

    @property
    def can_be_undone(self) -> bool:
        """Return whether it is known how to undo it."""
        return self.undone_at is None and self.journal is not None

    def note_undone(self, by: Any) -> None:
        """Record that everything is as it was before, and forget what that was."""
        self.undone_at, self.undone_by, self.journal = now(), by, None
        self.save(update_fields=["undone_at", "undone_by", "journal"])


class RememberedColumns(models.Model):
    """The last chosen meaning of the columns of tables with the same heads, in one series.

    *columns* has the name of what a column holds by its index, as text.
    """

    series = models.ForeignKey(
        Series, verbose_name=_("series"), on_delete=models.CASCADE, related_name="+"
    )
    heads_digest = models.CharField(_("digest of the heads"), max_length=64)
    columns = models.JSONField(_("columns"), default=dict)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("remembered columns")
        verbose_name_plural = pgettext_lazy("plural", "remembered columns")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("series", "heads_digest"), name="columns_are_remembered_once"
            ),
        ]

    def __str__(self) -> str:
        return self.heads_digest
