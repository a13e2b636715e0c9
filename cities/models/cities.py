"""Cities and the officers who write for them."""

from collections.abc import Iterable
from datetime import UTC, date, timedelta
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries.fields import CountryField

from cities.querysets import CityQuerySet, OfficerQuerySet
from llex.core import languages
from llex.core.db.collation import InLanguageOrder
from llex.core.db.fields import LineField
from llex.core.db.former_slugs import FormerSlugsMixin
from llex.core.languages.phrases import join_items


class City(FormerSlugsMixin):
    """A local or regional government: a city, a metropolis, a region or an association of them."""

    class Kind(models.TextChoices):
        CITY = "city", pgettext_lazy("kind of local government", "city")
        METROPOLIS = "metropolis", pgettext_lazy("kind of local government", "metropolis")
        REGION = "region", pgettext_lazy("kind of local government", "region")
        ASSOCIATION = "association", _("association of local governments")

    slug_source = "name"

    name = LineField(_("name"), max_length=200)
    slug = models.SlugField(
        pgettext_lazy("of a page", "address"),
        max_length=100,
        unique=True,
        blank=True,
        help_text=_("The end of its address; left empty, it is made from the name."),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.CITY)
    country = CountryField(_("country"), blank=True)
    other_spellings = models.JSONField(_("other spellings"), default=list, blank=True)
    latitude = models.FloatField(
        _("latitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("Degrees, north is positive."),
    )
    longitude = models.FloatField(
        _("longitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("Degrees, east is positive."),
    )
    population = models.PositiveBigIntegerField(_("population"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(
        _("year of the population figure"), null=True, blank=True
    )
    networks = models.ManyToManyField(
        "sessions_app.Organisation", verbose_name=_("networks"), blank=True, related_name="cities"
    )
    geoname_id = models.PositiveBigIntegerField(
        _("GeoNames number"), null=True, blank=True, unique=True
    )

    objects = CityQuerySet.as_manager()

    class Meta:
        verbose_name = _("city")
        verbose_name_plural = _("cities")
        ordering = (InLanguageOrder("name"), "pk")
        # Where near-duplicates are looked for: in the country, a few kilometres around.
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=("country", "latitude"), name="cities_around_a_point"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(country="") | Q(kind="association"),
                name="only_an_association_has_no_country",
                violation_error_message=_("Choose the country; only an association may have none."),
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                # A comparison with NULL passes a check, so that both are there is said as well.
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__gte=-90,
                    latitude__lte=90,
                    longitude__gte=-180,
                    longitude__lte=180,
                ),
                name="coordinates_come_in_pairs",
                violation_error_message=_("Give both latitude and longitude, or neither."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.slug

    def write_derived(self) -> None:
        self.spellings.model.objects.keep([self])

    def slug_hints(self) -> Iterable[str]:
        return [self.country.code.lower()] if self.country else []

    @property
    def in_full(self) -> str:
        """Return its name and what tells it from another of that name: country, kind."""
        kind = self.get_kind_display() if self.kind != self.Kind.CITY else ""
        return " · ".join(str(part) for part in (self, self.country.name, kind) if part)

    @property
    def names(self) -> list[str]:
        """Return its names in our languages, each once, the default language's first."""
        names = (getattr(self, f"name_{code}") for code in languages.CODES)
        return list(dict.fromkeys(name for name in names if name))


class Officer(models.Model):
    """A user who may write for a city."""

    class AddressSource(models.TextChoices):
        """Where an officer's e-mail address came from, as the first mail says."""

        CONTACTS = "contacts", _("the organisers’ list of contacts")
        PUBLIC = "public", _("public pages of the city")
        PARTICIPATION = "participation", _("an earlier session")
        COLLEAGUE = "colleague", _("a colleague in the city")
        OWN = "own", _("the person themselves")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.CASCADE,
        related_name="offices",
    )
    city = models.ForeignKey(
        City, verbose_name=_("city"), on_delete=models.CASCADE, related_name="officers"
    )
    position = LineField(_("position"), max_length=200, blank=True)
    address_source = models.CharField(
        _("source of the address"),
        max_length=16,
        choices=AddressSource.choices,
        default=AddressSource.CONTACTS,
        help_text=_("The first e-mail says where the address came from."),
    )
    since = models.DateTimeField(_("since"), default=now)
    until = models.DateTimeField(
        _("until"), null=True, blank=True, help_text=_("Empty while the officer may write.")
    )

    objects = OfficerQuerySet.as_manager()

    class Meta:
        verbose_name = _("officer")
        verbose_name_plural = _("officers")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=("user", "city"),
                condition=Q(until__isnull=True),
                name="an_officer_writes_for_a_city_once",
                violation_error_message=_("This person may write for this city already."),
            ),
        ]

    def __str__(self) -> str:
        return join_items((self.user, self.city))

    @property
    def is_writing(self) -> bool:
        """Return whether this officer may write now. Twin of `OfficerQuerySet.writing`."""
        return self.until is None or now() < self.until

    @property
    def last_day(self) -> date | None:
        """Return the day, in UTC, on which the membership ends; midnight is the end of a day."""
        return (
            (self.until - timedelta(microseconds=1)).astimezone(UTC).date() if self.until else None
        )
