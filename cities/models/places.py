"""The gazetteer: where cities are looked up."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField


class Place(models.Model):
    """A line of the gazetteer (GeoNames): where cities are looked up, never edited."""

    geoname_id = models.PositiveBigIntegerField(unique=True)
    name = models.CharField(_("name"), max_length=200)
    country = CountryField(_("country"))
    latitude = models.FloatField(_("latitude"))
    longitude = models.FloatField(_("longitude"))
    population = models.PositiveBigIntegerField(_("population"), default=0, db_index=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True, default="")
    spellings = models.JSONField(_("other spellings"), default=list)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("gazetteer")
        ordering = ("-population",)

    def __str__(self) -> str:
        return f"{self.name} ({self.country.code})"


class PlaceSpelling(models.Model):
    """One way to write a place, folded for the look-up."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="keys")
    key = models.CharField(max_length=200, db_index=True)
    is_name = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("spelling")
        verbose_name_plural = _("spellings")

    def __str__(self) -> str:
        return self.key
