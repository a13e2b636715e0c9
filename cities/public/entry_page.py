"""The page of one published measure or challenge."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.conf import settings
from django.utils.formats import date_format
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from cities.models import CityNameProjection, EntryAddress, EntryKind, EntryProjection
from cities.public.entries import EntryCard, cards, published
from cities.public.facts import Fact, NoteFacts
from cities.wording.published_row import (
    OriginalEntry,
    PublishedChallenge,
    PublishedResponse,
    PublishedUpdate,
    SessionRow,
)
from llex.core.citations.records import citation_text
from llex.core.languages.numbers import number
from llex.core.text import Phrase, RichText, to_plain

# How many entries of other cities on the same subject are shown.
SIMILAR: Final = 4


@dataclass(frozen=True, slots=True)
class EntryPage:
    """An entry with what its page tells. *similar* are those of other cities on its topics."""

    card: EntryCard
    content: PublishedResponse | PublishedChallenge
    row: SessionRow
    language: str
    similar: list[EntryCard]

    @property
    def text(self) -> RichText:
        return self.content.text

    @property
    def says_more(self) -> bool:
        """Return whether the text is more than the headline, which begins it where it has none."""
        return to_plain(self.text).strip().removesuffix(".") != self.card.title.text

    @property
    def description(self) -> str:
        """Return the text for lists of other sites, in one line."""
        return Truncator(to_plain(self.text).replace("\n\n", " ")).words(40)

    @property
    def update(self) -> PublishedUpdate | None:
        """Return the latest follow-up of a policy response."""
        return getattr(self.content, "update", None)

    @property
    def since(self) -> date | None:
        return getattr(self.content, "since", None)

    @property
    def source(self) -> str:
        return getattr(self.content, "source", "")

    @property
    def anchor(self) -> str:
        """Return the id of the entry in the page of its note."""
        return f"{self.card.entry.kind}-{self.card.entry.number}"

    @property
    def further(self) -> tuple[Fact, ...]:
        """Return the facts of fields that have no place of their own on the page."""
        facts = NoteFacts(self.language, ())
        if isinstance(self.content, PublishedResponse):
            found = facts.of_response(self.content)
        else:
            found = facts.of_challenge(self.content)
        return tuple(fact for fact in found if fact.role == "field")

    @property
    def citation(self) -> str:
        """Return how to cite the entry, in the active language."""
        entry = self.card.entry
        text = citation_text(
            authors=[str(self.card.city.name)],
            title=str(self.card.title),
            genre=capfirst(str(EntryKind(entry.kind).label)),
            container=str(self.row.session),
            day=date_format(self.card.held, _("j F Y")),
            edition=_("Edition %(number)s") % {"number": number(entry.contribution.edition)},
        )
        return f"{text} {settings.SITE_URL}{self.card.address}"


def entry_page(address: EntryAddress, language: str) -> EntryPage | None:
    """Return the page of what is published under *address*, or None where it is withdrawn."""
    found = EntryProjection.objects.select_related("address", "city", "contribution")
    entry = found.prefetch_related("services").filter(address=address).first()
    if entry is None:
        return None
    card, *similar = cards([entry, *_similar(entry)], language)
    code = entry.code_for(language)
    return EntryPage(card, entry.content(code), entry.contribution.row(code), code, similar)


def own_words(page: EntryPage) -> tuple[str, OriginalEntry] | None:
    """Return the language and the original wording, where it may be shown and is another one."""
    entry = page.card.entry
    original = entry.contribution.own_words()
    if original is None or original.language == page.language:
        return None
    is_response = entry.kind == EntryKind.RESPONSE
    written = original.responses if is_response else original.challenges
    found = next((one for one in written if one.id == entry.number), None)
    return (original.language, found) if found else None


def withdrawn_from(address: EntryAddress, language: str) -> Phrase | None:
    """Return the name of the city that a withdrawn entry was of."""
    name = CityNameProjection.objects.filter(city__slug=address.city_slug, language=language)
    if found := name.first():
        return found.phrase
    names = address.city_names
    chosen = names.get(language) or next(iter(names.values()), None)
    return Phrase(*chosen) if chosen else None


def _similar(entry: EntryProjection) -> list[EntryProjection]:
    topics = [one.service for one in entry.services.all()]
    others = published().filter(kind=entry.kind, services__service__in=topics)
    return list(others.exclude(city=entry.city).distinct()[:SIMILAR])
