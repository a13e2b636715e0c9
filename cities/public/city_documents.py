"""What one city said in one edition, as data in one language: what the projection keeps of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from pydantic import TypeAdapter

from llex.core.text import Phrase, RichText


@dataclass(frozen=True, slots=True)
class Place:
    """A city as the edition named it."""

    slug: str
    name: Phrase


@dataclass(frozen=True, slots=True)
class Service:
    slug: str
    name: Phrase


@dataclass(frozen=True, slots=True)
class Answer:
    """A challenge that a response answers, and the city whose challenge it is."""

    challenge: int
    city: Place


@dataclass(frozen=True, slots=True)
class Update:
    """What a city said later of a policy response: still true, changed or ended."""

    kind: Literal["true", "changed", "ended"]
    day: date
    text: RichText | None = None


@dataclass(frozen=True, slots=True)
class Response:
    id: int
    text: RichText
    title: Phrase | None = None
    services: tuple[Service, ...] = ()
    since: date | None = None
    source: str = ""
    answers: tuple[Answer, ...] = ()
    update: Update | None = None


@dataclass(frozen=True, slots=True)
class Challenge:
    id: int
    text: RichText
    services: tuple[Service, ...] = ()
    answered_by: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Quotation:
    text: RichText
    speaker: str
    position: Phrase | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One city's row of an edition in *language*, with what it is linked to in the same note."""

    language: str
    session: Phrase
    city: Place
    country: Phrase | None
    country_code: str = ""
    representative: str = ""
    position: Phrase | None = None
    responses: tuple[Response, ...] = ()
    challenges: tuple[Challenge, ...] = ()
    quotations: tuple[Quotation, ...] = ()

    def services(self) -> dict[str, Service]:
        """Return the services that its responses and challenges concern, by slug."""
        entries: list[Response | Challenge] = [*self.responses, *self.challenges]
        return {service.slug: service for entry in entries for service in entry.services}


@dataclass(frozen=True, slots=True)
class OriginalEntry:
    text: RichText
    title: str = ""


@dataclass(frozen=True, slots=True)
class Original:
    """What the city sent, in its own words and its own language."""

    language: str
    responses: tuple[OriginalEntry, ...] = ()
    challenges: tuple[OriginalEntry, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.responses or self.challenges)


_ROW: TypeAdapter[Row] = TypeAdapter(Row)
_ORIGINAL: TypeAdapter[Original] = TypeAdapter(Original)


def row_to_data(row: Row) -> dict[str, Any]:
    """Return a row as JSON-ready data."""
    return _ROW.dump_python(row, mode="json")


def row_from_data(data: dict[str, Any]) -> Row:
    """Read what `row_to_data` wrote. Raise pydantic.ValidationError for anything else."""
    return _ROW.validate_python(data, strict=False)


def original_to_data(original: Original) -> dict[str, Any]:
    """Return the original wording as JSON-ready data."""
    return _ORIGINAL.dump_python(original, mode="json")


def original_from_data(data: dict[str, Any]) -> Original:
    """Read what `original_to_data` wrote. Raise pydantic.ValidationError for anything else."""
    return _ORIGINAL.validate_python(data, strict=False)
