"""The sitemaps: one for each kind of page and language, listed in one index.

Each app registers the kinds of pages that it has when it is ready.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any, ClassVar, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from django.utils.translation import override

from llex.core import languages


class _Host(NamedTuple):
    """The host of the site, as Django wants it."""

    domain: str


class PublicSitemap(Sitemap):  # type: ignore[type-arg]
    """The pages of one kind in one language. *rows* are what `load` returned."""

    # Part of the address.
    name: ClassVar[str]
    # Each has five addresses, for other languages: far below the 50 MB of the protocol.
    limit = 5000

    def __init__(self, language: str, rows: Sequence[Any]) -> None:
        super().__init__()
        self.language = language
        self.rows = rows

    @classmethod
    def load(cls) -> Sequence[Any]:
        """Return what the pages are about, in a constant number of queries."""
        raise NotImplementedError

    @classmethod
    def languages_of(cls, row: Any) -> Collection[str]:  # noqa: ARG003
        """Return the languages in which the page of *row* has content."""
        return languages.CODES

    def path(self, row: Any) -> str:
        """Return the path of the page of *row* in the active language."""
        return str(row.get_absolute_url())

    def changed_at(self, row: Any) -> datetime | None:
        """Return when what the page shows was changed, or None where that is not known."""
        return None

    def items(self) -> list[Any]:
        return [row for row in self.rows if self.language in self.languages_of(row)]

    def location(self, item: Any) -> str:
        with override(self.language):
            return self.path(item)

    def lastmod(self, item: Any) -> datetime | None:
        return self.changed_at(item)

    def get_urls(self, page: Any = 1, site: Any = None, protocol: Any = None) -> list[Any]:
        """Return the addresses of a page of the sitemap, each with those in other languages."""
        parts = urlsplit(settings.SITE_URL)
        urls = super().get_urls(page, _Host(parts.netloc), parts.scheme)  # type: ignore[arg-type]
        for url in urls:
            url["alternates"] = list(self._alternates(url["location"], url["item"]))
        return urls

    def _alternates(self, location: str, row: Any) -> Iterator[dict[str, str]]:
        # Addresses differ in nothing but the language in front; without it, the reader's own.
        rest = location.removeprefix(f"{settings.SITE_URL}/{self.language}/")
        for code in self.languages_of(row):
            yield {"location": f"{settings.SITE_URL}/{code}/{rest}", "lang_code": code}
        yield {"location": f"{settings.SITE_URL}/{rest}", "lang_code": "x-default"}


class FixedPagesSitemap(PublicSitemap):
    """The pages that there are on each site, by the names of their addresses."""

    name = "pages"
    names: ClassVar[list[str]] = []

    @classmethod
    def load(cls) -> Sequence[str]:
        return cls.names

    def path(self, row: str) -> str:
        return reverse(row)


_kinds: dict[str, type[PublicSitemap]] = {FixedPagesSitemap.name: FixedPagesSitemap}


def register_pages(*names: str) -> None:
    """Add pages that are always there, by the names of their addresses."""
    added = [name for name in names if name not in FixedPagesSitemap.names]
    FixedPagesSitemap.names.extend(added)


def register_sitemap(kind: type[PublicSitemap]) -> type[PublicSitemap]:
    """Add a kind of page; usable as a decorator."""
    _kinds[kind.name] = kind
    return kind


def find_sitemap(name: str, language: str) -> PublicSitemap | None:
    """Return the sitemap of a kind in a language, or None where there is no such kind."""
    kind = _kinds.get(name)
    return kind(language, kind.load()) if kind and language in languages.CODES else None


def sitemaps() -> Iterator[PublicSitemap]:
    """Yield all sitemaps that have pages; each kind is loaded once for all languages."""
    for kind in _kinds.values():
        rows = kind.load()
        for code in languages.CODES:
            sitemap = kind(code, rows)
            if sitemap.items():
                yield sitemap
