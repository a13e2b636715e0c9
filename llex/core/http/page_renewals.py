"""The version of the public pages, as rows that are added without waiting."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import Count, Max
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _


class PageRenewalQuerySet(models.QuerySet["PageRenewal"]):
    """Renewals of the public pages."""

    def add(self) -> None:
        """Write down that something was published, with the transaction that publishes it."""
        row = self.create()
        if row.pk % 100 == 0:
            self.filter(at__lt=now() - timedelta(days=1), pk__lt=row.pk).delete()

    def version(self) -> str:
        """Return a text that differs after each renewal. One query.

        The number of rows belongs to it, since a lower key can be committed after a higher one.
        """
        found: dict[str, Any] = self.aggregate(last=Max("pk"), rows=Count("pk"))
        return f"{found['last']}.{found['rows']}"


class PageRenewal(models.Model):
    """Something that readers see was published or changed; a row is added and never changed."""

    at = models.DateTimeField(_("time"), auto_now_add=True)

    objects = PageRenewalQuerySet.as_manager()

    class Meta:
        verbose_name = _("renewal of public pages")
        verbose_name_plural = _("renewals of public pages")

    def __str__(self) -> str:
        return str(self.at)
