"""The published row of one city in one session, in one language.

The note, the page of a city, the officer's preview and the projection all use these classes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from pydantic import TypeAdapter

from llex.core.text import Phrase, RichText
from priorities.results.published import ServiceName as ServiceName  # noqa: PLC0414


@dataclass(frozen=True, slots=True)
class CityName:
    slug: str
    name: Phrase


@dataclass(frozen=True, slots=True)
class PublishedUpdate:
    """The follow-up of a policy response: whether it is still true, changed or ended."""

    kind: Literal["true", "changed", "ended"]
    day: date
    text: RichText | None = None


@dataclass(frozen=True, slots=True)
class PublishedResponse:
    """A policy response. *answers* holds the ids of challenges, of its own city or another.

    *update* is the latest follow-up.
    """

    id: int
    text: RichText
    title: Phrase | None = None
    services: tuple[ServiceName, ...] = ()
    since: date | None = None
    source: str = ""
    answers: tuple[int, ...] = ()
    update: PublishedUpdate | None = None


@dataclass(frozen=True, slots=True)
class PublishedChallenge:
    """A challenge, and the other cities in the note whose responses answer it."""

    id: int
    text: RichText
    services: tuple[ServiceName, ...] = ()
    answered_by: tuple[CityName, ...] = ()


@dataclass(frozen=True, slots=True)
class PublishedQuotation:
    text: RichText
    speaker: str
    position: Phrase | None


@dataclass(frozen=True, slots=True)
class PublishedPhotograph:
    """A photograph, whose files are called by *digest*; *width* and *height* are in pixels.

    The texts are those of `PHOTOGRAPH_FIELDS`.
    """

    digest: str
    width: int
    height: int
    alternative: Phrase | None = None
    caption: Phrase | None = None
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Coordinates:
    """A place in degrees, those of the north and the east positive."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """One row of the city table. *country* is None for associations without one.

    *has_consent* is False where organisers had the note published without the city's consent.
    """

    city: CityName
    country_code: str
    country: Phrase | None
    representative: str
    position: Phrase | None
    responses: tuple[PublishedResponse, ...] = ()
    challenges: tuple[PublishedChallenge, ...] = ()
    has_consent: bool = True
    photographs: tuple[PublishedPhotograph, ...] = ()
    coordinates: Coordinates | None = None

    def services(self) -> dict[str, ServiceName]:
        """Return the services that its responses and challenges concern, by slug."""
        entries: list[PublishedResponse | PublishedChallenge] = [*self.responses, *self.challenges]
        return {service.slug: service for entry in entries for service in entry.services}


@dataclass(frozen=True, slots=True)
class AnsweredChallenge:
    """A challenge that a response answers, and the city that named it."""

    challenge: int
    city: CityName


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow(PublishedRow):
    """A row outside its note: with its *language*, its session, and what the note says about it.

    *answered* holds the challenges of the note that the responses of this row answer.
    """

    language: str
    session: Phrase
    quotations: tuple[PublishedQuotation, ...] = ()
    answered: tuple[AnsweredChallenge, ...] = ()

    @property
    def own_photographs(self) -> tuple[tuple[None, PublishedPhotograph], ...]:
        """Return its photographs without the city, which the page is about."""
        return tuple((None, one) for one in self.photographs)

    def answered_by(self, response: PublishedResponse) -> tuple[AnsweredChallenge, ...]:
        """Return the challenges that *response* answers: each city once, by its first."""
        return answered_challenges(response, {one.challenge: one for one in self.answered})


@dataclass(frozen=True, slots=True)
class OriginalEntry:
    """One answer as it was written; *id* is that of the published one, 0 before November 2026."""

    text: RichText
    title: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Original:
    """The submission of a city in its own words and its own language."""

    language: str
    responses: tuple[OriginalEntry, ...] = ()
    challenges: tuple[OriginalEntry, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.responses or self.challenges)


def answered_challenges(
    response: PublishedResponse, known: Mapping[int, AnsweredChallenge]
) -> tuple[AnsweredChallenge, ...]:
    """Return the *known* challenges that *response* answers: each city once, by its first."""
    first: dict[str, AnsweredChallenge] = {}
    for challenge in response.answers:
        if answered := known.get(challenge):
            first.setdefault(answered.city.slug, answered)
    return tuple(first.values())


_ROW: TypeAdapter[SessionRow] = TypeAdapter(SessionRow)
_ORIGINAL: TypeAdapter[Original] = TypeAdapter(Original)
_RESPONSE: TypeAdapter[PublishedResponse] = TypeAdapter(PublishedResponse)
_CHALLENGE: TypeAdapter[PublishedChallenge] = TypeAdapter(PublishedChallenge)


def row_to_data(row: SessionRow) -> dict[str, Any]:
    """Return a row as JSON-ready data."""
    return _ROW.dump_python(row, mode="json")


def row_from_data(data: dict[str, Any]) -> SessionRow:
    """Read what `row_to_data` wrote. Raise pydantic.ValidationError for anything else."""
    return _ROW.validate_python(_with_ids(data), strict=False)


def entry_to_data(entry: PublishedResponse | PublishedChallenge) -> dict[str, Any]:
    """Return a policy response or a challenge as JSON-ready data."""
    adapter: TypeAdapter[Any] = _RESPONSE if isinstance(entry, PublishedResponse) else _CHALLENGE
    return adapter.dump_python(entry, mode="json")


def response_from_data(data: dict[str, Any]) -> PublishedResponse:
    """Read a policy response that `entry_to_data` wrote."""
    return _RESPONSE.validate_python(data, strict=False)


def challenge_from_data(data: dict[str, Any]) -> PublishedChallenge:
    """Read a challenge that `entry_to_data` wrote."""
    return _CHALLENGE.validate_python(data, strict=False)


def original_to_data(original: Original) -> dict[str, Any]:
    """Return the original wording as JSON-ready data."""
    return _ORIGINAL.dump_python(original, mode="json")


def original_from_data(data: dict[str, Any]) -> Original:
    """Read what `original_to_data` wrote. Raise pydantic.ValidationError for anything else."""
    return _ORIGINAL.validate_python(data, strict=False)


def _with_ids(data: dict[str, Any]) -> dict[str, Any]:
    """Return rows from before November 2026, whose responses hold whole answers, as rows of now."""
    responses: Iterable[dict[str, Any]] = data.get("responses", ())
    old = [one for response in responses for one in response["answers"] if isinstance(one, dict)]
    if not old:
        return data
    by_id = [
        response | {"answers": [one["challenge"] for one in response["answers"]]}
        for response in responses
    ]
    return data | {"responses": by_id, "answered": old}
