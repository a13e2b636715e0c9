"""The pictures that other sites show beside links to cities, measures and topics."""

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cities.models import CityNameProjection, CityProjection
from cities.public import topics
from cities.public.entries import EntryCard, cards, published
from cities.public.topics import TopicCounts
from llex.core import languages
from llex.core.languages.numbers import number
from llex.core.sharing.pictures import SharePicture
from llex.core.sharing.registry import register_pictures
from llex.core.text import Phrase
from priorities.models import Service


def city_picture(city: CityProjection, name: CityNameProjection) -> SharePicture:
    """Return the picture of a city in the active language."""
    measures = ngettext("%(number)s measure", "%(number)s measures", city.response_count)
    challenges = ngettext("%(number)s challenge", "%(number)s challenges", city.challenge_count)
    return SharePicture(
        language=get_language() or languages.DEFAULT,
        kicker=name.country_name or city.get_kind_display(),
        title=name.name,
        detail=_joined((measures, city.response_count), (challenges, city.challenge_count)),
    )


def entry_picture(card: EntryCard) -> SharePicture:
    """Return the picture of a measure or challenge in the active language."""
    return SharePicture(
        language=get_language() or languages.DEFAULT,
        kicker=_("Challenge") if card.is_challenge else _("Measure"),
        title=card.title.text,
        detail=" · ".join(filter(None, (card.city.name, card.city.country_name))),
    )


def topic_picture(name: Phrase, counts: TopicCounts) -> SharePicture:
    """Return the picture of a topic in the active language."""
    measures = ngettext("%(number)s measure", "%(number)s measures", counts.measures)
    cities = ngettext("%(number)s city", "%(number)s cities", counts.cities)
    return SharePicture(
        language=get_language() or languages.DEFAULT,
        kicker=_("What cities did"),
        title=name.text,
        detail=_joined((measures, counts.measures), (cities, counts.cities)),
    )


def register() -> None:
    """Add the pictures of cities, measures and topics."""
    register_pictures("cities", _find_city)
    register_pictures("measures", _find_entry)
    register_pictures("topics", _find_topic)


def _joined(*counted: tuple[str, int]) -> str:
    return " · ".join(text % {"number": number(count)} for text, count in counted if count)


def _find_city(slug: str) -> SharePicture | None:
    names = CityNameProjection.objects.select_related("city")
    language = get_language() or languages.DEFAULT
    name = names.filter(city__slug=slug, language=language).first()
    return city_picture(name.city, name) if name else None


def _find_entry(slug: str) -> SharePicture | None:
    entry = published().filter(address__slug=slug).first()
    return entry_picture(cards([entry], get_language() or languages.DEFAULT)[0]) if entry else None


def _find_topic(slug: str) -> SharePicture | None:
    service = Service.objects.filter(slug=slug).first()
    if service is None:
        return None
    name = topics.name_of(service, get_language() or languages.DEFAULT)
    return topic_picture(name, topics.count(slug))
