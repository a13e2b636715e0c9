"""Queries in the words of consultations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from priorities.models import Consultation

M = TypeVar("M", bound=models.Model)


class ServiceQuerySet(models.QuerySet[M]):
    """Public services."""


class ConsultationQuerySet(models.QuerySet[M]):
    """Consultations."""

    def taking_votes(self) -> Self:
        """Return those in which a ballot may be cast now."""
        return self.filter(state="open")

    def in_open_halls(self) -> Self:
        """Return those in which everybody may vote, with or without a voting link."""
        return self.filter(is_closed_hall=False)

    def begun(self) -> Self:
        """Return those that were opened, including closed ones."""
        return self.exclude(state="draft")

    def showing_results(self) -> Self:
        """Return those whose results everybody may see."""
        shown = (
            Q(revealed_at__isnull=False)
            | Q(results_shown="live")
            | Q(results_shown="after_close", state="closed")
        )
        return self.exclude(state="draft").filter(shown)

    def closed(self) -> Self:
        """Return those whose results are frozen."""
        return self.filter(state="closed")


class ConsultationProjectionQuerySet(models.QuerySet[M]):
    """Published results of consultations."""

    def of_session(self, session: int) -> Self:
        """Return those of the session with this key."""
        return self.filter(consultation__session=session)

    def of_result(self, consultation: Consultation) -> Self:
        """Return the published rows of the final result of *consultation*, not of an earlier one.

        The result of a consultation that was reopened and closed again is not published at first.
        """
        if consultation.state != "closed":
            return self.none()
        return self.filter(consultation=consultation, published_at__gte=consultation.closed_at)
