"""The fields of the index, as stems: what all kinds of rows of the search share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any
from zoneinfo import ZoneInfo

from anyascii import anyascii
from django.utils import translation

from cities.directory.gazetteer import continent_of
from cities.models import CityProjection, EntryProjection
from cities.wording.published_row import CityName, PublishedRow
from llex.core.languages.countries import country_name
from llex.core.languages.regions import region_name
from llex.core.text.search_words import all_stems, folded
from priorities.models import Service
from sessions_app.briefing import document as doc
from sessions_app.models import Edition, SearchDocument
from sessions_app.search import tokens


@dataclass
class Words:
    """The words of a row before they are stemmed, by the weight that they have."""

    title: str
    text: str = ""
    names: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    subjects: list[str] = field(default_factory=list)
    filters: list[str] = field(default_factory=list)
    # Of what it answers: words of the challenge, names of the city, tokens of its place.
    answered: list[str] = field(default_factory=list)
    asking: list[str] = field(default_factory=list)
    asked_in: list[str] = field(default_factory=list)

    def stems(self, language: str, readers: str) -> str:
        """Return the lines of `SearchDocument.words`, texts in *language*, names for *readers*."""
        # In the language of its readers, too, who may type a word that they see in another one.
        both = (language, readers)
        title = _stems_of([self.title], *both)
        asking = (*folded(" ".join(self.asking)), *self.asked_in)
        answered = dict.fromkeys((*_stems_of(self.answered, *both), *asking))
        lines = (
            title,
            _stems_of([self.text], *both),
            # As they are called, not as the stems of words.
            dict.fromkeys(folded(" ".join([*self.names, self._latin()]))),
            _stems_of(self.topics, *both),
            _stems_of(self.subjects, *both),
            [
                *self.filters,
                *map(tokens.in_title, title),
                *map(tokens.answering, answered),
            ],
        )
        return "\n".join(" ".join(line) for line in lines)

    def _latin(self) -> str:
        """Return the names in Latin letters, as a reader types them who has no other."""
        return " ".join(anyascii(name) for name in self.names if not name.isascii())


@dataclass(frozen=True)
class Source:
    """An edition, its documents with the main one first, and its entries by kind and number."""

    edition: Edition
    documents: Mapping[str, doc.Document]
    entries: Mapping[tuple[str, int], EntryProjection]

    @cached_property
    def main(self) -> doc.Document:
        return next(iter(self.documents.values()))

    @cached_property
    def services(self) -> dict[str, Service]:
        return {service.slug: service for service in Service.objects.all()}

    @cached_property
    def names(self) -> dict[str, list[str]]:
        """Return what each city of the documents is called in all languages, by its slug there."""
        found: dict[str, dict[str, None]] = {}
        for document in self.documents.values():
            for row in document.rows:
                if row.has_consent:
                    found.setdefault(row.city.slug, {})[row.city.name.text] = None
        return {slug: list(names) for slug, names in found.items()}

    def document(self, readers: str) -> doc.Document:
        """Return the note in the language of *readers*, else in its main one."""
        return self.documents.get(readers, self.main)

    def names_of(self, cities: Iterable[CityName]) -> list[str]:
        """Return the names of those of *cities* whose row is published."""
        return [name for city in cities for name in self.names.get(city.slug, ())]

    def about(self, document: doc.Document) -> dict[str, Any]:
        """Return the fields of a row that tell of its session."""
        event = document.event
        day = event.starts_at.astimezone(ZoneInfo(event.time_zone)).date()
        return {
            "session_id": self.edition.session_id,
            "session": self.edition.session.slug,
            "session_title": event.title.text,
            "day": day,
            "year": day.year,
        }

    def place_of(self, row: PublishedRow, city: CityProjection) -> dict[str, Any]:
        """Return the fields of a row that tell of its city."""
        return {
            "city": city.slug,
            "city_name": row.city.name.text,
            "country": row.country_code,
            "region": continent_of(row.country_code) if row.country_code else "",
            "size": tokens.size_of(city.population),
        }

    def subjects_of(self, services: Iterable[doc.ServiceName], readers: str) -> list[str]:
        """Return the descriptions of services."""
        described = [self.services[one.slug] for one in services if one.slug in self.services]
        return [getattr(one, f"description_{readers}", "") or "" for one in described]


@cache
def place_names(country: str, readers: str) -> tuple[str, ...]:
    """Return what readers call a country and its region."""
    if not country:
        return ()
    with translation.override(readers):
        return country_name(country, readers), region_name(continent_of(country))


def make_row(words: Words, readers: str, language: str, **values: Any) -> SearchDocument:
    """Return a row with its stems."""
    filters = [
        tokens.of_readers(readers),
        tokens.of_kind(values["kind"]),
        tokens.of_year(values["year"]),
        tokens.of_month(values["year"], values["day"].month),
    ]
    if said := values.get("status"):
        filters.append(tokens.of_status(said))
    if size := values.get("size"):
        filters.append(tokens.of_size(size))
    filters += tokens.of_place(values.get("country", ""), values.get("region", ""))
    filters += map(tokens.of_service, values.get("services", "").split())
    filters += map(tokens.of_challenge, values.get("challenges", "").split())
    words.filters += filters
    return SearchDocument(
        readers=readers,
        language=language,
        title=words.title,
        text=words.text,
        words=words.stems(language, readers),
        **values,
    )


def spaced(slugs: Iterable[str]) -> str:
    """Return slugs as a column keeps them."""
    found = " ".join(dict.fromkeys(slugs))
    return f" {found} " if found else ""


def _stems_of(texts: Iterable[str], *codes: str) -> list[str]:
    text = " ".join(texts)
    found = (stem for code in dict.fromkeys(codes) for stem in all_stems(text, code))
    return list(dict.fromkeys(found))
