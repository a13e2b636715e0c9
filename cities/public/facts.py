"""Facts: what is printed beside the text of a response or a challenge, in the active language.

Made once per entry, and walked by every format: web page, PDF, Word, Markdown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cities.public import phrases
from cities.wording.answer_fields import (
    CHALLENGE_FIELDS,
    RESPONSE_FIELDS,
    AnswerField,
    Kind,
    printed,
)
from cities.wording.published_row import (
    CityName,
    PublishedChallenge,
    PublishedResponse,
    PublishedRow,
    ServiceName,
    SessionRow,
)
from llex.core.languages import NO_LANGUAGE
from llex.core.languages.numbers import number
from llex.core.languages.phrases import join_items
from llex.core.text import Inline, Phrase, RichText, Run
from llex.core.text.links import href_of
from llex.core.text.parse import link_addresses

# How a fact is set: as a list, in small print, as a remark in colour, or above a text of its own.
Role = Literal["services", "detail", "field", "answers", "update"]


@dataclass(frozen=True, slots=True)
class FactValue:
    """A value, and the *address* that it leads to as a whole, if any."""

    text: Phrase
    address: str = ""

    def nodes(self) -> tuple[Inline, ...]:
        """Return the value as nodes; addresses typed into a value without language are links."""
        if self.text.language == NO_LANGUAGE:
            return link_addresses(self.text.text)
        return (Run(self.text.text),)


@dataclass(frozen=True, slots=True)
class Fact:
    """A label with values, or a sentence as the only value; *text* is set below it."""

    name: str
    role: Role
    label: str = ""
    values: tuple[FactValue, ...] = ()
    text: RichText | None = None

    def line(self) -> str:
        """Return the values as plain text."""
        return join_items(value.text for value in self.values)


def arranged(facts: Iterable[Fact], *first: str) -> list[Fact]:
    """Return *facts* with those named *first* in front, in that order."""
    return sorted(
        facts, key=lambda fact: first.index(fact.name) if fact.name in first else len(first)
    )


class NoteFacts:
    """Makes the facts of the entries in *rows*, as a note in *language* prints them."""

    def __init__(self, language: str, rows: Sequence[PublishedRow]) -> None:
        self.language = language
        self.rows = rows

    @cached_property
    def _asked(self) -> dict[int, int]:
        """Return the place of the row of each challenge."""
        return {
            challenge.id: place
            for place, row in enumerate(self.rows)
            for challenge in row.challenges
        }

    def address_of(self, anchor: str) -> str:
        """Return the address of the page of an entry, "" where it is not known."""
        return ""

    def of_response(self, response: PublishedResponse) -> tuple[Fact, ...]:
        """Return the facts of a policy response in their order."""
        return (
            *self._since(response),
            *self._services(response.services),
            *self._answers(response),
            *self._source(response),
            *self._fields(response, RESPONSE_FIELDS),
            *self._update(response),
        )

    def of_challenge(self, challenge: PublishedChallenge) -> tuple[Fact, ...]:
        """Return the facts of a challenge in their order."""
        return (
            *self._services(challenge.services),
            *self._answered_by(challenge),
            *self._fields(challenge, CHALLENGE_FIELDS),
        )

    def _sentence(self, name: str, role: Role, text: str) -> Fact:
        return Fact(name, role, values=(FactValue(Phrase(self.language, text)),))

    def _since(self, response: PublishedResponse) -> Iterable[Fact]:
        if response.since:
            text = _("Since %(date)s") % {"date": phrases.day(response.since)}
            yield self._sentence("since", "detail", text)

    def _source(self, response: PublishedResponse) -> Iterable[Fact]:
        if source := response.source:
            value = FactValue(Phrase(NO_LANGUAGE, source), href_of(source))
            yield Fact("source", "detail", pgettext("of a statement", "Source"), (value,))

    def _update(self, response: PublishedResponse) -> Iterable[Fact]:
        if update := response.update:
            yield Fact("update", "update", phrases.follow_up(update), text=update.text)

    def _fields(
        self, entry: PublishedResponse | PublishedChallenge, fields: Iterable[AnswerField]
    ) -> Iterable[Fact]:
        """Yield the fields that are printed under a label of their own."""
        for field in printed(fields):
            value = getattr(entry, field.name) if field.fact else None
            if isinstance(value, RichText) and value:
                yield Fact(field.name, "field", str(field.fact), text=value)
            elif value:
                yield Fact(field.name, "field", str(field.fact), (self._value(field, value),))

    def _value(self, field: AnswerField, value: Any) -> FactValue:
        match field.kind:
            case Kind.DAY:
                return FactValue(Phrase(self.language, phrases.day(value)))
            case Kind.ADDRESS:
                return FactValue(Phrase(NO_LANGUAGE, value), href_of(value))
        return FactValue(value if isinstance(value, Phrase) else Phrase(self.language, value))

    def _services(self, services: Iterable[ServiceName]) -> Iterable[Fact]:
        if services:
            values = tuple(map(self._service, services))
            yield Fact("services", "services", self._services_label(), values)

    def _services_label(self) -> str:
        return pgettext("concerned by a response", "Services")

    def _service(self, service: ServiceName) -> FactValue:
        return FactValue(service.name)

    def _answers(self, response: PublishedResponse) -> Iterable[Fact]:
        """Name the other cities whose challenges a response answers."""
        places = {self._asked[number] for number in response.answers if number in self._asked}
        asking = [self.rows[place] for place in sorted(places)]
        cities = [row.city.name for row in asking if response not in row.responses]
        if cities:
            text = _("Answers a challenge of: %(cities)s") % {"cities": join_items(cities)}
            yield self._sentence("answers", "answers", text)

    def _answered_by(self, challenge: PublishedChallenge) -> Iterable[Fact]:
        """Count and name the cities whose responses answer a challenge."""
        if cities := challenge.answered_by:
            text = ngettext(
                "%(number)s city answers this challenge: %(names)s",
                "%(number)s cities answer this challenge: %(names)s",
                len(cities),
            ) % {"number": number(len(cities)), "names": join_items(one.name for one in cities)}
            yield self._sentence("answered_by", "answers", text)


@dataclass(frozen=True, slots=True)
class EntryPages:
    """The *addresses* of the pages of a note's entries, by their anchors in the note."""

    addresses: Mapping[str, str]


class WebNoteFacts(NoteFacts):
    """Makes the facts of the entries for the page of a note, where they lead to each other.

    With *pages* the note is among our other pages, to which services and entries lead.
    """

    def __init__(
        self, language: str, rows: Sequence[PublishedRow], pages: EntryPages | None = None
    ) -> None:
        super().__init__(language, rows)
        self.pages = pages

    def address_of(self, anchor: str) -> str:
        return self.pages.addresses.get(anchor, "") if self.pages else ""

    def _service(self, service: ServiceName) -> FactValue:
        if not self.pages:
            return super()._service(service)
        return FactValue(service.name, reverse("cities:topic_detail", args=[service.slug]))

    def _answers(self, response: PublishedResponse) -> Iterable[Fact]:
        answered: dict[Phrase, str] = {}
        for row in self.rows:
            for challenge in row.challenges:
                if challenge.id in response.answers and response not in row.responses:
                    answered.setdefault(row.city.name, f"#challenge-{challenge.id}")
        if answered:
            values = tuple(FactValue(name, address) for name, address in answered.items())
            yield Fact("answers", "answers", _("Answers a challenge of:"), values)

    def _answered_by(self, challenge: PublishedChallenge) -> Iterable[Fact]:
        if cities := challenge.answered_by:
            values = tuple(
                FactValue(city.name, self._response_to(challenge, city)) for city in cities
            )
            yield Fact("answered_by", "answers", _answering_cities(len(cities)), values)

    def _response_to(self, challenge: PublishedChallenge, city: CityName) -> str:
        """Return where the first response of *city* to a challenge is in the note, or ""."""
        found = (
            f"#response-{response.id}"
            for row in self.rows
            if row.city.slug == city.slug
            for response in row.responses
            if challenge.id in response.answers
        )
        return next(found, "")


class CityPageFacts(NoteFacts):
    """Makes the facts of one row for the page of its city, where they lead to other pages."""

    def __init__(self, row: SessionRow) -> None:
        super().__init__(row.language, (row,))
        self.row = row

    def _services_label(self) -> str:
        return _("Public services concerned")

    def _service(self, service: ServiceName) -> FactValue:
        return FactValue(service.name, f"{reverse('cities:city_list')}?service={service.slug}")

    def _answers(self, response: PublishedResponse) -> Iterable[Fact]:
        if answered := self.row.answered_by(response):
            values = tuple(self._city(one.city, f"#challenge-{one.challenge}") for one in answered)
            yield Fact("answers", "answers", _("Answers a challenge of:"), values)

    def _answered_by(self, challenge: PublishedChallenge) -> Iterable[Fact]:
        if cities := challenge.answered_by:
            values = tuple(FactValue(city.name, _page_of(city)) for city in cities)
            yield Fact("answered_by", "answers", _answering_cities(len(cities)), values)

    def _city(self, city: CityName, fragment: str) -> FactValue:
        is_own = city.slug == self.row.city.slug
        own = Phrase(self.language, pgettext("a challenge of", "its own"))
        return FactValue(own if is_own else city.name, _page_of(city) + fragment)


def _answering_cities(count: int) -> str:
    return ngettext(
        "%(number)s city answers this challenge:",
        "%(number)s cities answer this challenge:",
        count,
    ) % {"number": number(count)}


def _page_of(city: CityName) -> str:
    return reverse("cities:city_detail", args=[city.slug])
