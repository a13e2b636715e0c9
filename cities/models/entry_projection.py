"""Published entries: the policy responses and challenges that current editions print, one by one.

Written with the rest of the projection, for the pages of measures, topics and cities, the search
and the open data. An entry has an address that stays when it is withdrawn.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cities.models.projection import CityProjection, ContributionProjection
from cities.wording.published_row import (
    PublishedChallenge,
    PublishedResponse,
    challenge_from_data,
    response_from_data,
)
from llex.core.text import Phrase


class EntryKind(models.TextChoices):
    """The kind of a published entry; readers call a policy response a measure."""

    RESPONSE = "response", pgettext_lazy("what a city did", "measure")
    CHALLENGE = "challenge", _("challenge")


class EntryAddress(models.Model):
    """The permanent address of an entry, the same in all languages and editions.

    *number* is the id of the entry in its document. The names and slugs are those of the last
    edition that printed it, for a page that says that it was withdrawn.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=EntryKind.choices)
    number = models.PositiveBigIntegerField(_("number in the note"))
    slug = models.SlugField(pgettext_lazy("of a page", "address"), max_length=100, unique=True)
    session_id = models.PositiveBigIntegerField(_("session"), db_index=True)
    session_slug = models.SlugField(_("address of the session"), max_length=100)
    city_slug = models.SlugField(_("address of the city"), max_length=100)
    # The name of the city in each language of the note.
    city_names = models.JSONField(_("names of the city"), default=dict)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)

    class Meta:
        verbose_name = _("address of a published entry")
        verbose_name_plural = _("addresses of published entries")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("kind", "number"), name="one_address_per_entry"),
        ]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("cities:entry_detail", args=[self.slug])

    @property
    def is_challenge(self) -> bool:
        return self.kind == EntryKind.CHALLENGE


class EntryProjection(models.Model):
    """A policy response or challenge as the current edition of its session's note prints it.

    *titles* and *contents* have it by the languages of the note; a title is [its language, text].
    """

    class Status(models.TextChoices):
        """The city’s last word about a policy response; empty where it was not asked yet."""

        STILL_TRUE = "true", _("still true")
        CHANGED = "changed", pgettext_lazy("of a measure", "changed")
        ENDED = "ended", pgettext_lazy("of a measure", "ended")

    address = models.OneToOneField(
        EntryAddress, verbose_name=_("address"), on_delete=models.CASCADE, related_name="published"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=EntryKind.choices)
    number = models.PositiveBigIntegerField(_("number in the note"))
    city = models.ForeignKey(
        CityProjection, verbose_name=_("city"), on_delete=models.CASCADE, related_name="entries"
    )
    contribution = models.ForeignKey(
        ContributionProjection,
        verbose_name=_("contribution"),
        on_delete=models.CASCADE,
        related_name="entries",
    )
    starts_at = models.DateTimeField(_("held"))
    order = models.PositiveSmallIntegerField(_("order"))
    language = models.CharField(_("main language of the note"), max_length=7)
    titles = models.JSONField(_("titles by language"))
    contents = models.JSONField(_("contents by language"))
    since = models.DateField(_("since"), null=True)
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, blank=True)
    status_day = models.DateField(_("day of the follow-up"), null=True)

    class Meta:
        verbose_name = _("published entry")
        verbose_name_plural = _("published entries")
        ordering = ("-starts_at", "contribution", "kind", "order")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=("kind", "-starts_at", "-id"), name="published_entries_by_day"),
            models.Index(fields=("city", "kind", "-starts_at"), name="published_entries_of_city"),
            models.Index(fields=("kind", "number"), name="published_entries_by_number"),
        ]

    def __str__(self) -> str:
        return self.title(self.language).text

    @property
    def is_challenge(self) -> bool:
        return self.kind == EntryKind.CHALLENGE

    def code_for(self, language: str) -> str:
        """Return *language* if the note has it, else the main language of the note."""
        return language if language in self.contents else self.language

    def title(self, language: str) -> Phrase:
        """Return its title, or the beginning of its text where it has none."""
        return Phrase(*self.titles[self.code_for(language)])

    def content(self, language: str) -> PublishedResponse | PublishedChallenge:
        """Return it in *language*, else in the main language of its note."""
        data = self.data(language)
        return challenge_from_data(data) if self.is_challenge else response_from_data(data)

    def data(self, language: str) -> dict[str, Any]:
        """Return its content as it is stored, in *language* or the main language of its note."""
        content: dict[str, Any] = self.contents[self.code_for(language)]
        return content


class EntryServiceProjection(models.Model):
    """A service that a published entry concerns."""

    entry = models.ForeignKey(
        EntryProjection, verbose_name=_("entry"), on_delete=models.CASCADE, related_name="services"
    )
    service = models.CharField(_("service"), max_length=100)

    class Meta:
        verbose_name = _("service of a published entry")
        verbose_name_plural = _("services of published entries")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("service", "entry"), name="an_entry_has_a_service"),
        ]

    def __str__(self) -> str:
        return self.service


class EntryAnswerProjection(models.Model):
    """A published policy response that answers the challenge with a number, published or not."""

    response = models.ForeignKey(
        EntryProjection,
        verbose_name=_("policy response"),
        on_delete=models.CASCADE,
        related_name="answers",
    )
    challenge = models.PositiveBigIntegerField(_("number of the challenge"), db_index=True)

    class Meta:
        verbose_name = _("answer to a published challenge")
        verbose_name_plural = _("answers to published challenges")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("response", "challenge"), name="a_response_answers_a_challenge_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.response_id} → {self.challenge}"
