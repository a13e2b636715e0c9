"""The base of all feeds: Atom in the language of its address, with ids that stay the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils.decorators import method_decorator
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from llex.core import languages

# Entries of a feed; older ones are found on the pages.
MOST_ENTRIES: Final = 50
# Ids are tag URIs (RFC 4151), which name a year in which the host's name belonged to the site.
_YEAR: Final = 2026


def stable_id(*parts: object) -> str:
    """Return an id that outlives changes of the site's addresses: the kind of thing, and which."""
    host = urlsplit(settings.SITE_URL).hostname
    return f"tag:{host},{_YEAR}:{'/'.join(map(str, parts))}"


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An entry. *key* names it among all entries of the site, such as ``notes/rent``.

    *address* is a path of the site; *summary* is plain text. *language* is that of the texts where
    it is not the feed's.
    """

    key: str
    title: str
    address: str
    published: datetime
    updated: datetime
    summary: str = ""
    categories: tuple[str, ...] = ()
    language: str = ""


class LocalizedAtom(Atom1Feed):
    """Atom whose entries may be in another language than the feed."""

    # With it, some browsers show the feed instead of saving it.
    content_type = "application/atom+xml; charset=utf-8"

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xml:base": f"{settings.SITE_URL}/"}

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("icon", f"{settings.SITE_URL}/favicon.ico")
        handler.addQuickElement("rights", settings.LICENCE.name)

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        attributes: dict[str, str] = super().item_attributes(item)
        if code := item.get("entry_language"):
            attributes["xml:lang"] = code
        return attributes


@method_decorator(
    [require_safe, conditional_page, cache_control(public=True, max_age=300)], name="__call__"
)
class LocalizedFeed(Feed):  # type: ignore[type-arg]
    """A feed in the language of its address.

    A subclass gives `title`, `page_path`, `key` and `entries`, each with the object of the address
    where there is one (`get_object`).
    """

    feed_type = LocalizedAtom

    def page_path(self, obj: Any) -> str:
        """Return the path of the page that lists the same."""
        raise NotImplementedError

    def key(self, obj: Any) -> str:
        """Return what tells this feed from all others of the site."""
        raise NotImplementedError

    def entries(self, obj: Any) -> Sequence[FeedEntry]:
        """Return the entries, the newest first, in a constant number of queries."""
        raise NotImplementedError

    def items(self, obj: Any) -> Sequence[FeedEntry]:
        return self.entries(obj)[:MOST_ENTRIES]

    def get_feed(self, obj: Any, request: HttpRequest) -> Any:
        feed = super().get_feed(obj, request)
        # Whatever host was asked, the addresses are those of the site.
        feed.feed["feed_url"] = settings.SITE_URL + request.path
        return feed

    def link(self, obj: Any) -> str:
        return settings.SITE_URL + self.page_path(obj)

    def feed_guid(self, obj: Any) -> str:
        return stable_id("feeds", self.key(obj), get_language() or languages.DEFAULT)

    def author_name(self, obj: Any) -> str:
        return str(settings.SITE_NAME)

    def item_title(self, item: FeedEntry) -> str:
        return item.title

    def item_description(self, item: FeedEntry) -> str:
        # Read as HTML.
        return escape(item.summary)

    def item_link(self, item: FeedEntry) -> str:
        return settings.SITE_URL + item.address

    def item_guid(self, item: FeedEntry) -> str:
        return stable_id(item.key, item.language or get_language() or languages.DEFAULT)

    def item_pubdate(self, item: FeedEntry) -> datetime:
        return item.published

    def item_updateddate(self, item: FeedEntry) -> datetime:
        return item.updated

    def item_categories(self, item: FeedEntry) -> tuple[str, ...]:
        return item.categories

    def item_extra_kwargs(self, item: FeedEntry) -> dict[str, str]:
        return {"entry_language": item.language}
