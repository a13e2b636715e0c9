"""Records of imported spreadsheets."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sessions_app.models.series import Series


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
