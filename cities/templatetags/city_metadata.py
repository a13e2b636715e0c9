"""Cities and topics as search engines read them, and as other sites show them."""

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cities.models import City, CityNameProjection, CityProjection
from cities.public.entry_page import EntryPage
from cities.public.share_pictures import city_picture, entry_picture, topic_picture
from cities.public.topics import TopicCounts
from llex.core.linked_data import schema_org
from llex.core.templatetags.linked_data import json_ld
from llex.core.templatetags.page_head import share_image
from llex.core.text import Phrase
from priorities.models import Service

register = template.Library()

_PLACES = {
    City.Kind.CITY: "City",
    City.Kind.METROPOLIS: "City",
    City.Kind.REGION: "AdministrativeArea",
}


@register.simple_tag
def city_data(city: CityProjection, name: CityNameProjection) -> SafeString:
    """Print a city, or an association of cities, and the way to its page."""
    address = reverse("cities:city_detail", args=[city.slug])
    way = schema_org.way((_("Cities"), reverse("cities:city_list")), (name.name, address))
    place = _PLACES.get(City.Kind(city.kind))
    if place is None:
        url = schema_org.absolute(address)
        return json_ld(schema_org.thing("Organization", name=name.name, url=url), way)
    position = None
    if city.latitude is not None and city.longitude is not None:
        position = (city.latitude, city.longitude)
    found = schema_org.place(
        place, name=name.name, address=address, position=position, country=name.country_name
    )
    return json_ld(found, way)


@register.simple_tag
def entry_data(page: EntryPage) -> SafeString:
    """Print a measure or challenge, its city and its note, and the way to its page."""
    card, contribution = page.card, page.card.entry.contribution
    city, title = card.city.city, card.title.text
    city_address = reverse("cities:city_detail", args=[city.slug])
    place = schema_org.place(
        _PLACES.get(City.Kind(city.kind), "AdministrativeArea"),
        name=card.city.name,
        address=city_address,
        country=card.city.country_name,
    )
    note = reverse("sessions_app:briefing", args=[contribution.session_slug])
    found = schema_org.article(
        name=title,
        address=card.address,
        language=page.language,
        published_at=contribution.published_at,
        description=page.description,
        articleSection=_("Challenge") if card.is_challenge else _("Measure"),
        about=[schema_org.thing("Thing", name=name.text) for name in card.services.values()],
        spatialCoverage=place,
        author=schema_org.named_organization(card.city.name, schema_org.absolute(city_address)),
        temporal=page.since.isoformat() if page.since else "",
        isPartOf=schema_org.thing(
            "Report", name=str(page.row.session), url=schema_org.absolute(note)
        ),
        citation=page.source,
    )
    cities = (_("Cities"), reverse("cities:city_list"))
    return json_ld(
        found, schema_org.way(cities, (card.city.name, city_address), (title, card.address))
    )


@register.simple_tag
def entry_share_image(page: EntryPage) -> SafeString:
    """Name the picture of a measure or challenge."""
    return share_image(entry_picture(page.card), "measures", page.card.entry.address.slug)


@register.simple_tag
def topic_data(service: Service, name: Phrase) -> SafeString:
    """Print the way to the page of a topic."""
    topics = (_("Topics"), reverse("cities:topic_list"))
    here = (name.text, reverse("cities:topic_detail", args=[service.slug]))
    return json_ld(schema_org.way(topics, here))


@register.simple_tag
def city_share_image(city: CityProjection, name: CityNameProjection) -> SafeString:
    """Name the picture of a city."""
    return share_image(city_picture(city, name), "cities", city.slug)


@register.simple_tag
def topic_share_image(service: Service, name: Phrase, counts: TopicCounts) -> SafeString:
    """Name the picture of a topic."""
    return share_image(topic_picture(name, counts), "topics", service.slug)
