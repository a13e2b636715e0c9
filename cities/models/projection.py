"""The projection: what the current editions print of cities, ready for lists, map and pages.

Written by publishing only, in its transaction; nothing here is edited, and nothing here leads to a
row that is. A city is known by its slug, so that what was published stays when its row goes.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cities.models.cities import City
from cities.wording.published_row import (
    Original,
    SessionRow,
    original_from_data,
    row_from_data,
)
from llex.core.languages.sorting import STORED_LENGTH
from llex.core.text import Phrase


class ProjectionState(models.Model):
    """The one row that says which state the projection is in, and what can be filtered by.

    *version* grows with every change, so that pages can be asked for again cheaply.
    """

    ONE = 1

    version = models.PositiveBigIntegerField(_("version"), default=0)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    facets = models.JSONField(_("what can be filtered by"), default=dict)

    class Meta:
        verbose_name = _("state of the published cities")
        verbose_name_plural = _("state of the published cities")

    def __str__(self) -> str:
        return str(self.version)


class CityProjection(models.Model):
    """A city of which a current edition prints something."""

    slug = models.SlugField(pgettext_lazy("of a page", "address"), max_length=100, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=City.Kind.choices)
    country = models.CharField(_("country"), max_length=2, blank=True)
    continent = models.CharField(_("region"), max_length=2, blank=True)
    latitude = models.FloatField(_("latitude"), null=True)
    longitude = models.FloatField(_("longitude"), null=True)
    x = models.FloatField(_("place on the map, from the left"), null=True)
    y = models.FloatField(_("place on the map, from the top"), null=True)
    population = models.PositiveBigIntegerField(_("population"), null=True)
    population_year = models.PositiveSmallIntegerField(
        _("year of the population figure"), null=True
    )
    # For each network its name in each language that it has one in.
    networks = models.JSONField(_("networks"), default=list)
    contribution_count = models.PositiveIntegerField(_("contributions"), default=0)
    response_count = models.PositiveIntegerField(_("policy responses"), default=0)
    challenge_count = models.PositiveIntegerField(_("challenges"), default=0)
    main_service = models.CharField(
        _("service that most measures are about"), max_length=100, blank=True
    )

    class Meta:
        verbose_name = _("published city")
        verbose_name_plural = _("published cities")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=("country", "continent", "kind"), name="published_city_filters"),
        ]

    def __str__(self) -> str:
        return self.slug


class CityNameProjection(models.Model):
    """How a city and its country are called in one language of the site, and where they sort.

    *name_language* is another one where no edition names the city in this one.
    """

    city = models.ForeignKey(
        CityProjection, verbose_name=_("city"), on_delete=models.CASCADE, related_name="names"
    )
    language = models.CharField(_("language"), max_length=7)
    name = models.CharField(_("name"), max_length=200)
    name_language = models.CharField(_("language of the name"), max_length=35)
    country_name = models.CharField(_("country"), max_length=200, blank=True)
    country_language = models.CharField(_("language of the country"), max_length=35, blank=True)
    country_key = models.CharField(_("place of the country in a list"), max_length=STORED_LENGTH)
    name_key = models.CharField(_("place of the name in a list"), max_length=STORED_LENGTH)

    class Meta:
        verbose_name = _("name of a published city")
        verbose_name_plural = _("names of published cities")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("city", "language"), name="one_name_per_language"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=("language", "country_key", "name_key", "city"), name="published_name_order"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def phrase(self) -> Phrase:
        """The name as a text in its language."""
        return Phrase(self.name_language, self.name)

    @property
    def country(self) -> Phrase:
        """The country's name as a text in its language; empty for an association without one."""
        return Phrase(self.country_language, self.country_name)


class CityServiceProjection(models.Model):
    """A service that something published of a city concerns."""

    city = models.ForeignKey(
        CityProjection, verbose_name=_("city"), on_delete=models.CASCADE, related_name="services"
    )
    service = models.CharField(_("service"), max_length=100)

    class Meta:
        verbose_name = _("service of a published city")
        verbose_name_plural = _("services of published cities")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("service", "city"), name="a_city_has_a_service_once"),
        ]

    def __str__(self) -> str:
        return self.service


class ContributionProjection(models.Model):
    """A contribution to one session, as the session's current edition prints it.

    *rows* has it in each language of the note; *original* has the city's own words, if it consented
    to their publication.
    """

    city = models.ForeignKey(
        CityProjection,
        verbose_name=_("city"),
        on_delete=models.CASCADE,
        related_name="contributions",
    )
    # A number and not a key: nothing that readers ask may lead to the tables of editing.
    session_id = models.PositiveBigIntegerField(_("session"), db_index=True)
    session_slug = models.SlugField(_("address of the session"), max_length=100)
    starts_at = models.DateTimeField(_("held"))
    time_zone = models.CharField(_("time zone"), max_length=64)
    edition = models.PositiveSmallIntegerField(_("edition"))
    published_at = models.DateTimeField(_("published"))
    language = models.CharField(_("main language of the note"), max_length=7)
    rows = models.JSONField(_("rows by language"))
    original = models.JSONField(_("original text"), null=True)
    response_count = models.PositiveIntegerField(_("policy responses"), default=0)
    challenge_count = models.PositiveIntegerField(_("challenges"), default=0)

    class Meta:
        verbose_name = _("published contribution")
        verbose_name_plural = _("published contributions")
        ordering = ("-starts_at", "-pk")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=("city", "-starts_at", "-id"), name="published_of_a_city"),
        ]

    def __str__(self) -> str:
        return f"{self.city}, {self.session_slug}"

    def row(self, language: str) -> SessionRow:
        """Return it in *language*, else in the main language of its note."""
        code = language if language in self.rows else self.language
        return row_from_data(self.rows[code])

    def own_words(self) -> Original | None:
        """Return the original wording, or None where it may not be shown."""
        return original_from_data(self.original) if self.original else None
