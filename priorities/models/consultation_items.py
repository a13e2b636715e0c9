"""The services that a consultation asks about."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from priorities.models.consultations import Consultation
from priorities.models.services import Service


class ConsultationItem(models.Model):
    """A service that a consultation asks about."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="items")
    service = models.ForeignKey(
        Service, verbose_name=_("service"), on_delete=models.PROTECT, related_name="items"
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("item")
        verbose_name_plural = _("items")
        ordering = ("order", "pk")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("consultation", "service"),
                name="a_service_is_asked_about_once",
                violation_error_message=_("This service is in the consultation already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.service)
