"""Things in the vocabulary of schema.org, as JSON-ready dictionaries.

Addresses may be paths of the site; they become absolute. What is empty is left out.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.duration import duration_iso_string
from django.utils.translation import get_language, gettext

from llex.core import languages

CONTEXT: Final = "https://schema.org"

Thing = dict[str, Any]


def thing(kind: str, **properties: Any) -> Thing:
    """Return a thing of a kind with those properties that are not empty."""
    filled = {name: value for name, value in properties.items() if value not in (None, "", [], {})}
    return {"@type": kind, **filled}


def absolute(address: str) -> str:
    """Return the whole address of a path of the site; another address as it is."""
    return settings.SITE_URL + address if address.startswith("/") else address


def document(*things: Thing) -> Thing:
    """Return things as one JSON-LD document."""
    if len(things) == 1:
        return {"@context": CONTEXT, **things[0]}
    return {"@context": CONTEXT, "@graph": list(things)}


def publisher() -> Thing:
    """Return the organisation behind the site, as other things refer to it."""
    return {"@id": f"{settings.SITE_URL}/#organization"}


def organization(description: str = "") -> Thing:
    """Return the organisation behind the site."""
    return (
        thing(
            "Organization",
            name=settings.SITE_NAME,
            url=f"{settings.SITE_URL}/",
            logo=absolute("/icon-512.png"),
            email=settings.CONTACT_EMAIL,
            description=description,
        )
        | publisher()
    )


def website(language: str, description: str = "") -> Thing:
    """Return the site; with a SearchAction where there is a page to search on."""
    found = thing(
        "WebSite",
        name=settings.SITE_NAME,
        url=f"{settings.SITE_URL}/{language}/",
        description=description,
        inLanguage=list(languages.CODES),
        publisher=publisher(),
    )
    found["@id"] = f"{settings.SITE_URL}/#website"
    if page_exists(path := f"/{language}/search/"):
        found["potentialAction"] = {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{absolute(path)}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        }
    return found


def breadcrumbs(steps: Sequence[tuple[str, str]]) -> Thing:
    """Return the way to a page as pairs of a name and an address, the page itself last."""
    items = [
        {"@type": "ListItem", "position": number, "name": name, "item": absolute(address)}
        for number, (name, address) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def way(*steps: tuple[str, str]) -> Thing:
    """Return the way from the home page to a page, in the active language."""
    return breadcrumbs([(gettext("Home page"), f"/{get_language() or languages.DEFAULT}/"), *steps])


def named_organization(name: str, website_address: str = "") -> Thing:
    """Return an organisation that convenes or takes part."""
    return thing("Organization", name=name, url=website_address)


def event(
    *,
    name: str,
    address: str,
    starts_at: datetime,
    duration: timedelta,
    languages_spoken: Iterable[str] = (),
    is_cancelled: bool = False,
    **properties: Any,
) -> Thing:
    """Return a meeting that is held online."""
    url = absolute(address)
    return thing(
        "Event",
        name=name,
        url=url,
        startDate=starts_at.isoformat(),
        endDate=(starts_at + duration).isoformat(),
        duration=duration_iso_string(duration),
        eventAttendanceMode=f"{CONTEXT}/OnlineEventAttendanceMode",
        eventStatus=f"{CONTEXT}/{'EventCancelled' if is_cancelled else 'EventScheduled'}",
        location={"@type": "VirtualLocation", "url": url},
        inLanguage=list(languages_spoken),
        isAccessibleForFree=True,
        **properties,
    )


def report(
    *, name: str, address: str, language: str, published_at: datetime, **properties: Any
) -> Thing:
    """Return a publication under the licence of the site."""
    url = absolute(address)
    return thing(
        "Report",
        name=name,
        headline=name,
        url=url,
        mainEntityOfPage=url,
        inLanguage=language,
        datePublished=published_at.isoformat(),
        license=settings.LICENCE.address,
        isAccessibleForFree=True,
        publisher=publisher(),
        **properties,
    )


def article(
    *, name: str, address: str, language: str, published_at: datetime, **properties: Any
) -> Thing:
    """Return a text of its own page that is a part of a publication, under the same licence."""
    return report(
        name=name, address=address, language=language, published_at=published_at, **properties
    ) | {"@type": "Article"}


def download(address: str, media_type: str, language: str = "") -> Thing:
    """Return a file in which something else is offered, too."""
    return thing(
        "MediaObject",
        contentUrl=absolute(address),
        encodingFormat=media_type,
        inLanguage=language,
    )


def dataset(
    *,
    name: str,
    description: str,
    address: str,
    downloads: Mapping[str, str],
    **properties: Any,
) -> Thing:
    """Return data to download; *downloads* are media types by address."""
    distribution = [
        {
            "@type": "DataDownload",
            "contentUrl": absolute(file),
            "encodingFormat": media_type,
        }
        for file, media_type in downloads.items()
    ]
    return thing(
        "Dataset",
        name=name,
        description=description,
        url=absolute(address),
        license=settings.LICENCE.address,
        isAccessibleForFree=True,
        creator=publisher(),
        publisher=publisher(),
        distribution=distribution,
        **properties,
    )


def place(
    kind: str,
    *,
    name: str,
    address: str,
    position: tuple[float, float] | None = None,
    country: str = "",
    **properties: Any,
) -> Thing:
    """Return a place, of the *kind* City or another; *position* is latitude and longitude."""
    geo = None
    if position is not None:
        geo = {
            "@type": "GeoCoordinates",
            "latitude": position[0],
            "longitude": position[1],
        }
    within = {"@type": "Country", "name": country} if country else None
    return thing(
        kind, name=name, url=absolute(address), geo=geo, containedInPlace=within, **properties
    )


def page_exists(path: str) -> bool:
    """Return whether the site has a page at a path."""
    try:
        resolve(path)
    except Resolver404:
        return False
    return True
