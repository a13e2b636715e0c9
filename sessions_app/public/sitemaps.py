"""Sessions, series and notes in the sitemaps."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.urls import reverse

from llex.core.crawlers.sitemaps import PublicSitemap, register_pages, register_sitemap
from sessions_app.models import LearningSession, Series
from sessions_app.public import listing
from sessions_app.public.listing import PublishedNote

register_pages("sessions_app:home", "sessions_app:session_list")


@register_sitemap
class SessionSitemap(PublicSitemap):
    name = "sessions"

    @classmethod
    def load(cls) -> Sequence[LearningSession]:
        return list(listing.listed().only("slug", "changed_at", "series"))

    def changed_at(self, row: LearningSession) -> datetime:
        return row.changed_at


@register_sitemap
class SeriesSitemap(PublicSitemap):
    name = "series"

    @classmethod
    def load(cls) -> Sequence[Series]:
        return list(listing.series_with_sessions())


@register_sitemap
class NoteSitemap(PublicSitemap):
    name = "notes"

    @classmethod
    def load(cls) -> Sequence[PublishedNote]:
        return listing.recent_notes()

    @classmethod
    def languages_of(cls, row: PublishedNote) -> Collection[str]:
        return row.languages

    def path(self, row: PublishedNote) -> str:
        return reverse("sessions_app:briefing", args=[row.edition.session.slug])

    def changed_at(self, row: PublishedNote) -> datetime:
        return row.edition.redacted_at or row.edition.published_at
