"""The sitemaps and robots.txt."""

from typing import Final

from django.conf import settings
from django.core.paginator import EmptyPage, PageNotAnInteger
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from llex.core import languages
from llex.core.crawlers.sitemaps import PublicSitemap, find_sitemap, sitemaps

_XML: Final = "application/xml; charset=utf-8"
_kept = cache_control(public=True, max_age=600)


@require_safe
@conditional_page
@_kept
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """List the sitemaps of all kinds of pages and languages."""
    entries = [entry for sitemap in sitemaps() for entry in _entries(sitemap)]
    return render(request, "sitemap_index.xml", {"sitemaps": entries}, content_type=_XML)


@require_safe
@conditional_page
@_kept
def sitemap(request: HttpRequest, language: str, name: str) -> HttpResponse:
    """List the pages of one kind in one language; `?p=2` is the next part of a long list."""
    found = find_sitemap(name, language)
    if found is None:
        raise Http404
    try:
        urls = found.get_urls(page=request.GET.get("p", 1))
    except (EmptyPage, PageNotAnInteger) as problem:
        raise Http404 from problem
    return render(request, "sitemap.xml", {"urlset": urls}, content_type=_XML)


@require_safe
@_kept
def robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers which pages are not for them."""
    context = {"codes": languages.CODES, "sitemap": settings.SITE_URL + reverse("sitemap_index")}
    return render(request, "core/robots.txt", context, content_type="text/plain; charset=utf-8")


def _entries(sitemap: PublicSitemap) -> list[dict[str, object]]:
    """Return the parts of a sitemap, as the index lists them."""
    with override(None):
        path = settings.SITE_URL + reverse("sitemap", args=[sitemap.language, sitemap.name])
    changed = [moment for row in sitemap.items() if (moment := sitemap.changed_at(row))]
    last = max(changed, default=None)
    numbers = range(1, sitemap.paginator.num_pages + 1)
    return [
        {"location": path if number == 1 else f"{path}?p={number}", "last_mod": last}
        for number in numbers
    ]
