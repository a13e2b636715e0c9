"""The choices that narrow a list of results, with the number of results of each choice."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from cities.models import EntryAddress, EntryProjection
from llex.core import languages
from llex.core.languages.countries import country_name
from llex.core.languages.numbers import number as number_of
from llex.core.languages.phrases import labelled
from llex.core.languages.regions import region_name
from llex.core.languages.sorting import reader_key
from llex.core.text import Phrase
from sessions_app.models import SearchDocument
from sessions_app.search import engine
from sessions_app.search.filters import FACETS, NOT_ASKED, Filters, label
from sessions_app.search.finding import Found

# Choices that are shown at once; the others are one press away.
_SHOWN: Final = 6
# As many sessions or challenges with most results can be chosen; thousands would help no reader.
_MOST: Final = 50
# As much of the title of a challenge as a choice shows, in characters.
_TITLE: Final = 60


@dataclass(frozen=True, slots=True)
class Choice:
    """A value to narrow by. *drop* is the address without it where it is chosen."""

    value: str
    name: Phrase
    count: int
    is_chosen: bool
    drop: str

    @property
    def counted(self) -> str:
        return counted(self.count)


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter with its choices; *rest* are those that are hidden at first."""

    field: str
    label: str
    choices: list[Choice]

    @property
    def shown(self) -> list[Choice]:
        return [one for place, one in enumerate(self.choices) if place < _SHOWN or one.is_chosen]

    @property
    def rest(self) -> list[Choice]:
        return [
            one for place, one in enumerate(self.choices) if place >= _SHOWN and not one.is_chosen
        ]


def facets(
    found: Found, filters: Filters, language: str, services: dict[str, Phrase]
) -> list[Facet]:
    """Return the filters that choose something among what was found. Three queries at most.

    *services* are their names by slug.
    """
    counts = {name: dict(found.counts.get(name, {})) for name in FACETS}
    for name in ("session", "challenge"):
        counts[name] = dict(Counter(counts[name]).most_common(_MOST))
    for name, values in filters.chosen.items():
        for value in values:
            counts[name].setdefault(value, 0)
    names = _names(counts, language) | {"service": services}
    offered = []
    for name in FACETS:
        chosen = filters.chosen.get(name, ())
        choices = [
            Choice(
                value,
                names[name][value],
                number,
                is_chosen := value in chosen,
                filters.without(name, value) if is_chosen else "",
            )
            for value, number in counts[name].items()
            if names[name].get(value)
        ]
        if len(choices) > 1 or chosen:
            choices.sort(key=_years if name == "year" else _most_first)
            offered.append(Facet(name, label(name), choices))
    return offered


def counted(number: int) -> str:
    """Write a number of results, which beyond the highest was not counted."""
    if number > engine.MOST:
        return _("more than %(number)s") % {"number": number_of(engine.MOST)}
    return number_of(number)


def _names(counts: dict[str, dict[str, int]], language: str) -> dict[str, dict[str, Phrase]]:
    """Return what the choices are called, but for services."""
    status = {one.value: str(capfirst(one.label)) for one in EntryProjection.Status}
    status[NOT_ASKED] = _("Not asked yet")
    plain: dict[str, dict[str, str]] = {
        "region": {code: region_name(code) for code in counts["region"]},
        "country": {code: country_name(code, language) for code in counts["country"]},
        "size": {one.value: str(one.label) for one in SearchDocument.Size},
        "year": {year: year for year in counts["year"]},
        "status": status,
        "language": {code: languages.name_of(code) for code in counts["language"]},
    }
    names = {
        name: {value: Phrase(language, text) for value, text in texts.items()}
        for name, texts in plain.items()
    }
    names["session"] = _sessions(counts["session"], language)
    names["challenge"] = _challenges(counts["challenge"], language)
    return names


def _sessions(slugs: dict[str, int], language: str) -> dict[str, Phrase]:
    notes = SearchDocument.objects.filter(kind=SearchDocument.Kind.NOTE, readers=language)
    found = notes.filter(session__in=slugs).values_list("session", "language", "title")
    return {slug: Phrase(code, title) for slug, code, title in found}


def _challenges(slugs: dict[str, int], language: str) -> dict[str, Phrase]:
    """Return the titles of challenges with their cities. Two queries where there are any."""
    if not slugs:
        return {}
    addresses = EntryAddress.objects.filter(slug__in=slugs)
    keys = [f"{one.kind}-{one.number}" for one in addresses]
    found = SearchDocument.objects.filter(key__in=keys, readers=language)
    return {
        one.slug: Phrase(one.language, labelled(one.city_name, Truncator(one.title).chars(_TITLE)))
        for one in found
    }


def _most_first(choice: Choice) -> tuple[Any, ...]:
    return (-choice.count, reader_key(choice.name.text))


def _years(choice: Choice) -> tuple[Any, ...]:
    return (-int(choice.value),)
