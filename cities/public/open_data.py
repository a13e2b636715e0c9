"""Published data of cities as open data: one shape for downloads, pages' JSON and the API.

Texts are plain, by the codes of the note's languages; days are ISO 8601.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from cities.models import CityNameProjection, EntryProjection
from cities.public.entries import cards
from llex.core import languages
from llex.core.text import to_plain


def entries_data(entries: Iterable[EntryProjection]) -> Iterator[dict[str, Any]]:
    """Yield published entries as data. A constant number of queries."""
    rows = list(entries)
    names = _names({row.city_id for row in rows})
    for card in cards(rows, languages.DEFAULT):
        entry, contribution = card.entry, card.entry.contribution
        row = entry.data(entry.language)
        yield {
            "id": entry.address.slug,
            "kind": "challenge" if card.is_challenge else "measure",
            "url": absolute("cities:entry_detail", entry.address.slug),
            "city": {
                "id": entry.city.slug,
                "name": names[entry.city_id],
                "country": entry.city.country or None,
                "region": entry.city.continent or None,
                "population": entry.city.population,
                "latitude": entry.city.latitude,
                "longitude": entry.city.longitude,
            },
            "session": contribution.session_slug,
            "date": card.held.date().isoformat(),
            "edition": contribution.edition,
            "published_at": contribution.published_at.isoformat(),
            "note": absolute("sessions_app:briefing", contribution.session_slug),
            "language": entry.language,
            "title": {code: text for code, (of, text) in entry.titles.items() if of == code},
            "text": _texts(entry),
            "services": list(card.services),
            "since": entry.since.isoformat() if entry.since else None,
            "source": row.get("source") or None,
            "status": entry.status or None,
            "status_date": entry.status_day.isoformat() if entry.status_day else None,
            "answers": [one.entry.address.slug for one in card.answers],
            "answered_by": [one.entry.address.slug for one in card.answered_by],
        }


def absolute(view: str, *args: str) -> str:
    """Return the whole address of a page in the main language of the site."""
    with translation.override(languages.DEFAULT):
        return f"{settings.SITE_URL}{reverse(view, args=args)}"


def _texts(entry: EntryProjection) -> dict[str, str]:
    found = {code: entry.content(code).text for code in entry.contents}
    return {code: to_plain(text) for code, text in found.items() if text.language == code}


def _names(cities: set[int]) -> dict[int, dict[str, str]]:
    names: dict[int, dict[str, str]] = {key: {} for key in cities}
    for name in CityNameProjection.objects.filter(city__in=cities):
        if name.name_language == name.language:
            names[name.city_id][name.language] = name.name
    return names
