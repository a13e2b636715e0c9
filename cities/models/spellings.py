"""How our cities are spelt, and the slugs they once had: by both they are found again."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import ClassVar, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from cities.models.cities import City
from llex.core.db.former_slugs import FormerSlugModel
from llex.core.text.name_keys import normalize_key

_BATCH: Final = 500
LONGEST_KEY: Final = 200

# City, key, and whether the key is one of its names.
Row = tuple[int, str, bool]


class CitySpellingManager(models.Manager["CitySpelling"]):
    """Keep the spellings as the cities have them."""

    def keep(self, cities: Iterable[City]) -> None:
        """Write down how each of *cities* is spelt now.

        `City.save` does it; only what writes cities in bulk has to ask for it.
        """
        iterator = iter(cities)
        while batch := list(islice(iterator, _BATCH)):
            self._keep(batch)

    def _keep(self, cities: list[City]) -> None:
        wanted = {row for city in cities for row in _rows(city)}
        stored = {
            (row.city_id, row.key, row.is_name): row.pk
            for row in self.filter(city__in=[city.pk for city in cities])
        }
        if gone := [pk for row, pk in stored.items() if row not in wanted]:
            self.filter(pk__in=gone).delete()
        self.bulk_create(
            CitySpelling(city_id=city, key=key, mirrored=key[::-1], is_name=is_name)
            for city, key, is_name in sorted(wanted - stored.keys())
        )


def _rows(city: City) -> Iterator[Row]:
    names = {normalize_key(name) for name in city.names}
    others = {
        normalize_key(spelling) for spelling in city.other_spellings if isinstance(spelling, str)
    }
    for key in names | others:
        if key and len(key) <= LONGEST_KEY:
            yield city.pk, key, key in names


class CitySpelling(models.Model):
    """One way to write a city of ours, folded. Written by `City.save`, never by hand."""

    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="spellings")
    key = models.CharField(max_length=LONGEST_KEY, db_index=True)
    # From its end to its beginning, so that an index serves the end of a name as well.
    mirrored = models.CharField(max_length=LONGEST_KEY, db_index=True)
    is_name = models.BooleanField(default=False)

    objects = CitySpellingManager()

    class Meta:
        verbose_name = _("spelling of a city")
        verbose_name_plural = _("spellings of cities")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=("city", "key"), name="a_spelling_is_kept_once"),
        ]

    def __str__(self) -> str:
        return self.key


class FormerSlug(FormerSlugModel):
    """A slug that a city had, or a city merged into it. Old addresses go on leading to it."""

    owner = "city"

    city = models.ForeignKey(
        City, verbose_name=_("city"), on_delete=models.CASCADE, related_name="former_slugs"
    )

    class Meta(FormerSlugModel.Meta):
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
