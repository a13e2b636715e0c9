"""Queries in the words of sessions, participants and editions."""

from __future__ import annotations

from datetime import timedelta
from typing import Final, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.timezone import now

M = TypeVar("M", bound=models.Model)

# How long after a session without a due date cities may begin a contribution.
OPEN_AFTERWARDS: Final = timedelta(days=30)
# The roles of those who are called the speakers of a session.
SPEAKING_ROLES: Final = ("chair", "speaker")


class LearningSessionQuerySet(models.QuerySet[M]):
    """Sessions."""

    def announced(self) -> Self:
        """Return those that the public sees."""
        return self.filter(announced_at__lte=now())

    def visible(self) -> Self:
        """Return those with a public page: announced, or with a published note."""
        noted = self.model._base_manager.filter(editions__isnull=False).values("pk")
        return self.filter(Q(announced_at__lte=now()) | Q(pk__in=noted))

    def held(self) -> Self:
        """Return those that are not cancelled."""
        return self.filter(cancelled_at__isnull=True)

    def in_calendars(self) -> Self:
        """Return those that feeds hold: the public sees them, and they are at most a year past.

        A cancelled one is among them, so that calendars show that it is.
        """
        return self.announced().filter(starts_at__gt=now() - timedelta(days=365))

    def upcoming(self) -> Self:
        """Return those that have not begun, the next one first."""
        return self.filter(starts_at__gt=now()).order_by("starts_at")

    def past(self) -> Self:
        """Return those that have begun, the latest first."""
        return self.filter(starts_at__lte=now()).order_by("-starts_at")

    def published(self) -> Self:
        """Return those whose note readers have: published, and not withdrawn."""
        readable = self.model._base_manager.filter(
            editions__isnull=False, editions__withdrawn_at__isnull=True
        )
        return self.filter(pk__in=readable.values("pk"))

    def taking_registrations(self) -> Self:
        """Return those for which people may register now."""
        moment = now()
        return (
            self.announced()
            .held()
            .filter(
                Q(registration_opens_at__isnull=True) | Q(registration_opens_at__lte=moment),
                Q(registration_closes_at__gt=moment)
                | Q(registration_closes_at__isnull=True, starts_at__gt=moment),
            )
        )

    def taking_contributions(self) -> Self:
        """Return those to which cities may contribute now."""
        moment = now()
        return (
            self.announced()
            .held()
            .filter(
                Q(contributions_due_at__isnull=True, starts_at__gt=moment - OPEN_AFTERWARDS)
                | Q(contributions_due_at__gt=moment)
                | Q(contributions_close_at__gt=moment)
            )
        )

    def calling_openly(self) -> Self:
        """Return those to which cities without an invitation may apply now."""
        return self.taking_contributions().filter(open_call=True)


class ParticipantQuerySet(models.QuerySet[M]):
    """People in one session."""

    def listed(self) -> Self:
        """Return those who agreed that the note names them."""
        return self.taking_part().filter(consents_to_listing=True)

    def taking_part(self) -> Self:
        """Return those who have a place, or were present."""
        return self.filter(status__in=("registered", "attended"))

    def speaking(self) -> Self:
        """Return the chairs and speakers who have a place, or were present."""
        return self.taking_part().filter(role__in=SPEAKING_ROLES)

    def waiting(self) -> Self:
        """Return those on the waiting list, the first one first."""
        number = models.F("waiting_number").asc(nulls_last=True)
        return self.filter(status="waiting").order_by(number, "pk")


class QuoteQuerySet(models.QuerySet[M]):
    """Quotations."""

    def cleared(self) -> Self:
        """Return those that the speaker let us print."""
        return self.filter(is_cleared=True)


class EditionQuerySet(models.QuerySet[M]):
    """Published states of notes."""

    def readable(self) -> Self:
        """Return those that are not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def current(self) -> Self:
        """Return the latest edition of each session whose note is not withdrawn."""
        later = self.model._base_manager.filter(
            session=models.OuterRef("session"), number__gt=models.OuterRef("number")
        )
        return self.readable().filter(~models.Exists(later))
