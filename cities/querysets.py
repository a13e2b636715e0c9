"""Queries in the words of cities and their contributions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self, TypeVar

from django.db import connection, models
from django.utils.timezone import now

from llex.core.mail.models import Mail
from llex.core.text.name_keys import normalize_key

M = TypeVar("M", bound=models.Model)
# Nothing that begins with a text sorts behind the text with this at its end.
_LAST = "\U0010ffff"


def beginning(field: str, start: str) -> models.Q:
    """Return the condition that *field* begins with *start*, such that an index serves it.

    PostgreSQL has an index for LIKE beside that of each indexed text. SQLite can use none for it,
    but sorts by code points, so that there the beginning is a range.
    """
    if connection.vendor == "sqlite":
        return models.Q(**{f"{field}__gte": start, f"{field}__lt": start + _LAST})
    return models.Q(**{f"{field}__startswith": start})


class CityQuerySet(models.QuerySet[M]):
    """Cities, metropolises, regions and associations."""

    def spelt(self, name: str) -> Self:
        """Return those whose name in any language is *name*, whatever its case."""
        from modeltranslation.utils import get_translation_fields

        condition = models.Q()
        for field in get_translation_fields("name"):
            condition |= models.Q(**{f"{field}__iexact": name})
        return self.filter(condition)

    def by_likeness(self, typed: str) -> Self:
        """Put first those whose name or spelling begins with what was *typed*, the likeliest first.

        The others have no `likeness`.
        """
        key = normalize_key(typed)
        spelling: Any = self.model._meta.get_field("spellings").related_model
        spellings = spelling.objects.filter(city=models.OuterRef("pk"))
        ways = (
            spellings.filter(key=key, is_name=True),
            spellings.filter(key=key),
            spellings.filter(beginning("key", key), is_name=True),
            spellings.filter(beginning("key", key)),
        )
        whens = [models.When(models.Exists(way), then=rank) for rank, way in enumerate(ways)]
        unlike = models.Value(None, models.IntegerField())
        return self.annotate(
            likeness=models.Case(*(whens if key else ()), default=unlike)
        ).order_by(
            models.F("likeness").asc(nulls_last=True),
            models.F("population").desc(nulls_last=True),
            "pk",
        )

    def public(self, published: models.QuerySet[Any]) -> Self:
        """Return those that visitors may see: places of the gazetteer and *published* cities.

        The others are in drafts only. *published* are rows with a slug.
        """
        is_place = models.Q(geoname_id__isnull=False)
        return self.filter(is_place | models.Q(slug__in=published.values("slug")))

    def slugs_now(self, slugs: Iterable[str]) -> dict[str, str]:
        """Return what the cities that had *slugs* are called now; those unknown are left out."""
        asked = set(slugs)
        former = self.filter(former_slugs__slug__in=asked)
        same = self.filter(slug__in=asked).values_list("slug", flat=True)
        return dict(former.values_list("former_slugs__slug", "slug")) | {s: s for s in same}

    def by_slug(self, slug: str) -> M:
        """Return the city of that slug, or else the one to which a former slug leads.

        Its own slug tells which it was. Raise DoesNotExist where neither is known.
        """
        city = self.filter(slug=slug).first() or self.filter(former_slugs__slug=slug).first()
        if city is None:
            raise self.model.DoesNotExist(f"No city was ever called {slug!r}.")  # type: ignore[attr-defined]
        return city


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

    def answerable_for(self) -> Self:
        """Return those that a city has sent or was invited to send, and can be asked about.

        The others were imported from a note that was printed elsewhere.
        """
        return self.filter(
            models.Q(submissions__by__isnull=False) | models.Q(invitations__isnull=False)
        ).distinct()

    def with_answerable(self) -> Self:
        """Add `is_answerable`: whether it is among those that a city can be asked about."""
        mine = {"contribution": models.OuterRef("pk")}
        submissions, invitations = map(self._related, ("submissions", "invitations"))
        return self.annotate(
            is_answerable=models.Exists(submissions.objects.filter(by__isnull=False, **mine))
            | models.Exists(invitations.objects.filter(**mine))
        )

    def with_entered(self) -> Self:
        """Add `is_entered`: whether it is a draft with entries that organisers wrote for the city.

        Entries are written from an officer's form when it is handed in, so a draft has some only
        where organisers or an import wrote them. It is the city's where an officer is invited to
        write it or has saved a draft.
        """
        mine = {"contribution": models.OuterRef("pk")}
        responses, challenges, invitations = map(
            self._related, ("responses", "challenges", "invitations")
        )
        return self.annotate(
            is_entered=models.ExpressionWrapper(
                models.Q(state__in=("draft", "changes_requested"), draft_saved_at__isnull=True)
                & (
                    models.Exists(responses.objects.filter(**mine))
                    | models.Exists(challenges.objects.filter(**mine))
                )
                & ~models.Exists(invitations.objects.filter(revoked_at__isnull=True, **mine)),
                output_field=models.BooleanField(),
            )
        )

    def _related(self, name: str) -> Any:
        return self.model._meta.get_field(name).related_model

    def entered(self) -> Self:
        """Return the drafts that organisers wrote for their cities."""
        return self.with_entered().filter(models.Q(is_entered=True))

    def to_follow_up(self, moment: datetime) -> Self:
        """Return those in print since *moment* or longer whose city has not been asked since.

        Each has `printed_at`, when the latest such edition was published.
        """
        printed_then = models.Q(
            session__editions__published_at__lte=moment,
            session__editions__published_at__gte=models.F("accepted_at"),
            session__editions__withdrawn_at__isnull=True,
        )
        return (
            self.printed()
            .annotate(
                printed_at=models.Max("session__editions__published_at", filter=printed_then),
                last_asked=models.Max("follow_ups__asked_at"),
            )
            .filter(
                models.Q(last_asked__isnull=True) | models.Q(last_asked__lt=models.F("printed_at")),
                printed_at__isnull=False,
            )
        )


class InvitationQuerySet(models.QuerySet[M]):
    """Personal links."""

    def valid(self) -> Self:
        """Return those whose link lets its officer in."""
        moment = now()
        return self.filter(
            models.Q(officer__until__isnull=True) | models.Q(officer__until__gt=moment),
            officer__user__is_active=True,
            revoked_at__isnull=True,
            expires_at__gt=moment,
        )

    def not_revoked(self) -> Self:
        """Return those that were not revoked, whether or not their link still lets anybody in."""
        return self.filter(revoked_at__isnull=True)

    def with_mails(self) -> Self:
        """Fetch with them how their mails fared, for `Invitation.get_state_display`."""
        mails = Mail.objects.only("pk", "state", "about_type", "about_id").order_by("pk")
        return self.prefetch_related(models.Prefetch("mails", mails))

    def awaiting_answer(self) -> Self:
        """Return those whose officer may still write and whose city has not answered."""
        return self.not_revoked().filter(
            models.Q(officer__until__isnull=True) | models.Q(officer__until__gt=now()),
            officer__user__is_active=True,
            contribution__state__in=("invited", "draft", "changes_requested"),
        )

    def not_reminded_since(self, moment: datetime) -> Self:
        """Return those who were not reminded at that moment or later."""
        return self.filter(
            models.Q(reminder_written_at__isnull=True) | models.Q(reminder_written_at__lt=moment),
        )


class OfficerQuerySet(models.QuerySet[M]):
    """Officers of cities."""

    def writing(self) -> Self:
        """Return those who may write now."""
        moment = now()
        return self.filter(models.Q(until__isnull=True) | models.Q(until__gt=moment))
