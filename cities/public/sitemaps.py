"""Cities, topics, measures and challenges in the sitemaps."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Max
from django.urls import reverse

from cities.models import CityProjection, EntryAddress
from llex.core.crawlers.sitemaps import PublicSitemap, register_pages, register_sitemap
from priorities.models import Service

register_pages("cities:city_list", "cities:topic_list")

# The slug of a page, and when what it shows was published.
Changed = tuple[str, datetime | None]


@register_sitemap
class CitySitemap(PublicSitemap):
    name = "cities"

    @classmethod
    def load(cls) -> Sequence[Changed]:
        """Return slugs with the moment of the last edition that prints the city."""
        cities = CityProjection.objects.order_by("slug")
        return list(
            cities.annotate(last=Max("contributions__published_at")).values_list("slug", "last")
        )

    def path(self, row: Changed) -> str:
        return reverse("cities:city_detail", args=[row[0]])

    def changed_at(self, row: Changed) -> datetime | None:
        return row[1]


@register_sitemap
class TopicSitemap(PublicSitemap):
    name = "topics"

    @classmethod
    def load(cls) -> Sequence[str]:
        return list(Service.objects.order_by("slug").values_list("slug", flat=True))

    def path(self, row: str) -> str:
        return reverse("cities:topic_detail", args=[row])


@register_sitemap
class EntrySitemap(PublicSitemap):
    """The measures and challenges that current editions print."""

    name = "measures"

    @classmethod
    def load(cls) -> Sequence[Changed]:
        addresses = EntryAddress.objects.filter(withdrawn_at__isnull=True, published__isnull=False)
        columns = ("slug", "published__contribution__published_at")
        return list(addresses.order_by("slug").values_list(*columns))

    def path(self, row: Changed) -> str:
        return reverse("cities:entry_detail", args=[row[0]])

    def changed_at(self, row: Changed) -> datetime | None:
        return row[1]
