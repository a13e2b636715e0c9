"""Queries in the words of cities and their contributions."""

from __future__ import annotations

from typing import Self, TypeVar

from django.db import models
from django.utils.timezone import now

M = TypeVar("M", bound=models.Model)


class CityQuerySet(models.QuerySet[M]):
    """Cities, metropolises, regions and associations."""

    def in_country(self, code: str) -> Self:
        """Return those of a country (two letters, ISO 3166)."""
        return self.filter(country=code)

    def spelt(self, name: str) -> Self:
        """Return those whose name in any language is *name*, whatever its case."""
        from modeltranslation.utils import get_translation_fields

        condition = models.Q()
        for field in get_translation_fields("name"):
            condition |= models.Q(**{f"{field}__iexact": name})
        return self.filter(condition)

    def by_slug(self, slug: str) -> M:
        """Return the city of that slug. Raise DoesNotExist where there is none."""
        return self.get(slug=slug)


class ContributionQuerySet(models.QuerySet[M]):
    """Contributions."""

    def printed(self) -> Self:
        """Return those that the note prints: accepted, and not withdrawn since."""
        return self.filter(state="accepted")

    def awaiting_city(self) -> Self:
        """Return those that wait for the city to write."""
        return self.filter(state__in=("invited", "draft", "changes_requested"))

    def awaiting_review(self) -> Self:
        """Return those that wait for an organiser."""
        return self.filter(state="submitted")


class InvitationQuerySet(models.QuerySet[M]):
    """Personal links."""

    def valid(self) -> Self:
        """Return those whose link lets its officer in."""
        moment = now()
        return self.filter(
            models.Q(officer__until__isnull=True) | models.Q(officer__until__gt=moment),
            revoked_at__isnull=True,
            expires_at__gt=moment,
        )


class OfficerQuerySet(models.QuerySet[M]):
    """Who may write for a city."""

    def writing(self) -> Self:
        """Return those who may write now."""
        moment = now()
        return self.filter(models.Q(until__isnull=True) | models.Q(until__gt=moment))
