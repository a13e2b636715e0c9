"""Queries in the words of consultations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from priorities.models import Consultation


class ServiceQuerySet(models.QuerySet["Service"]):
    """Public services."""

    def asked_in(self, consultation: Consultation) -> ServiceQuerySet:
        """Return the services that *consultation* asks about."""
        return self.filter(items__consultation=consultation)


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    """Consultations."""

    def taking_votes(self) -> ConsultationQuerySet:
        """Return those in which a ballot may be cast now."""
        return self.filter(state="open")

    def closed(self) -> ConsultationQuerySet:
        """Return those whose results are frozen."""
        return self.filter(state="closed")
