"""How often the files of published notes were sent, without a trace of those who read them."""

from datetime import date
from typing import ClassVar

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from sessions_app.models.editions import EditionFile


class DownloadCountQuerySet(models.QuerySet["DownloadCount"]):
    """Counts of downloads."""

    def add_one(self, file: int, day: date) -> None:
        """Count one more download of the file with the key *file* on *day*."""
        rows = self.filter(file=file, day=day)
        if rows.update(number=F("number") + 1):
            return
        try:
            with transaction.atomic():
                self.create(file_id=file, day=day, number=1)
        except IntegrityError:
            # Another reader was the first of the day.
            rows.update(number=F("number") + 1)


class DownloadCount(models.Model):
    """How often one file of an edition was sent on one day, in UTC.

    A file has an edition, a language and a format. There is nothing else about a download.
    """

    file = models.ForeignKey(
        EditionFile,
        verbose_name=_("file of an edition"),
        on_delete=models.CASCADE,
        related_name="download_counts",
    )
    day = models.DateField(_("day"))
    number = models.PositiveIntegerField(_("downloads"), default=0)

    objects = DownloadCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("count of downloads")
        verbose_name_plural = _("counts of downloads")
        ordering = ("-day", "file")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("file", "day"), name="downloads_are_counted_by_day")
        ]

    def __str__(self) -> str:
        return f"{self.file}, {self.day}"
