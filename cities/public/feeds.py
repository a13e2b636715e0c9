"""The feeds of measures, of a city and of a topic."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cities.models import CityNameProjection, EntryProjection
from cities.public import topics
from cities.public.entries import city_names, newest_measures, published, service_names
from llex.core import languages
from llex.core.feeds.atom import MOST_ENTRIES, FeedEntry, LocalizedFeed
from llex.core.text import to_plain
from priorities.models import Service

_WORDS = 80


class MeasureFeed(LocalizedFeed):
    """Measures of all cities, in the order of their sessions."""

    def title(self, obj: Any) -> str:
        return _("Measures published")

    def subtitle(self, obj: Any) -> str:
        return _("What cities did, each in the words that the city agreed to.")

    def page_path(self, obj: Any) -> str:
        return f"{reverse('sessions_app:search')}?kind=measure"

    def key(self, obj: Any) -> str:
        return "measures"

    def entries(self, obj: Any) -> Sequence[FeedEntry]:
        return _entries(newest_measures(MOST_ENTRIES))


class CityFeed(LocalizedFeed):
    """Measures and challenges of a city."""

    def get_object(self, request: HttpRequest, slug: str) -> CityNameProjection:
        names = CityNameProjection.objects.select_related("city")
        return get_object_or_404(names, city__slug=slug, language=_language())

    def title(self, obj: CityNameProjection) -> str:
        return _("Measures and challenges: %(name)s") % {"name": obj.name}

    def page_path(self, obj: CityNameProjection) -> str:
        return reverse("cities:city_detail", args=[obj.city.slug])

    def key(self, obj: CityNameProjection) -> str:
        return f"cities/{obj.city.slug}"

    def entries(self, obj: CityNameProjection) -> Sequence[FeedEntry]:
        return _entries(published().filter(city=obj.city)[:MOST_ENTRIES])


class TopicFeed(LocalizedFeed):
    """Measures and challenges that concern a public service."""

    def get_object(self, request: HttpRequest, slug: str) -> Service:
        return get_object_or_404(Service, slug=slug)

    def title(self, obj: Service) -> str:
        name = topics.name_of(obj, _language())
        return _("Measures and challenges: %(name)s") % {"name": name}

    def page_path(self, obj: Service) -> str:
        return reverse("cities:topic_detail", args=[obj.slug])

    def key(self, obj: Service) -> str:
        return f"topics/{obj.slug}"

    def entries(self, obj: Service) -> Sequence[FeedEntry]:
        return _entries(published().filter(services__service=obj.slug)[:MOST_ENTRIES])


def _language() -> str:
    return get_language() or languages.DEFAULT


def _entries(rows: Iterable[EntryProjection]) -> list[FeedEntry]:
    """Return published entries as those of a feed. Two queries."""
    found = list(rows)
    names = city_names({row.city_id for row in found}, _language())
    return [_entry(row, names[row.city_id]) for row in found]


def _entry(row: EntryProjection, city: CityNameProjection) -> FeedEntry:
    code = row.code_for(_language())
    text = to_plain(row.content(code).text).replace("\n\n", " ")
    said = datetime.combine(row.status_day, time(), UTC) if row.status_day else row.starts_at
    return FeedEntry(
        key=f"entries/{row.kind}-{row.number}",
        title=f"{row.title(code)} · {city.name}",
        address=row.address.get_absolute_url(),
        published=row.starts_at,
        updated=max(row.starts_at, said),
        summary=Truncator(text).words(_WORDS),
        categories=tuple(name.text for name in service_names(row, code).values()),
        language="" if code == _language() else code,
    )
