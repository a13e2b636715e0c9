"""Everything an officer has typed, as it was typed: one document, however incomplete.

Plain dataclasses of strings, so that nothing is lost because it is not yet right. What a field is
called in the form is said here and nowhere else: `responses-0-text`, `challenges-1-services`. A
field's name is also its id, and stays the same for as long as the entry stays in its place.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from django.http import QueryDict

SCHEMA: Final = "llex-draft/1"
LISTS: Final = ("responses", "challenges")
_ENTRY: Final = re.compile(r"(responses|challenges)-(\d{1,4})-\w+")


@dataclass(frozen=True, slots=True)
class ResponseDraft:
    """A response as typed.

    *id* is the row it came from, None for a new one; *key* stays with it wherever it is moved.
    """

    id: int | None = None
    title: str = ""
    text: str = ""
    services: tuple[str, ...] = ()
    since: str = ""
    source: str = ""
    key: str = ""

    def __bool__(self) -> bool:
        return any((self.title, self.text.strip(), self.services, self.since, self.source))


@dataclass(frozen=True, slots=True)
class ChallengeDraft:
    """A challenge as typed; see `ResponseDraft`."""

    id: int | None = None
    text: str = ""
    services: tuple[str, ...] = ()
    key: str = ""

    def __bool__(self) -> bool:
        return any((self.text.strip(), self.services))


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed. *licence* and *consent* hold the version of the text that was agreed to."""

    representative_name: str = ""
    representative_position: str = ""
    language: str = ""
    responses: tuple[ResponseDraft, ...] = ()
    challenges: tuple[ChallengeDraft, ...] = ()
    quote: str = ""
    quote_speaker: str = ""
    quote_position: str = ""
    licence: str = ""
    consent: str = ""

    @property
    def words(self) -> str:
        """Return the longer texts in one, to tell which language they are in."""
        responses = [entry.text for entry in self.responses]
        challenges = [entry.text for entry in self.challenges]
        return "\n".join(filter(None, (*responses, *challenges, self.quote)))

    # --- Form -------------------------------------------------------------------------------------

    @classmethod
    def from_form(cls, data: QueryDict) -> Draft:
        """Read what a form sent. Whatever is missing is empty; nothing is refused."""
        numbers = {(m[1], int(m[2])) for m in map(_ENTRY.fullmatch, data) if m}
        single = {name: _clean(data.get(name, "")) for name in SINGLE}
        return cls(
            **single,
            responses=tuple(
                _entry(ResponseDraft, data, f"responses-{number}")
                for kind, number in sorted(numbers)
                if kind == "responses"
            ),
            challenges=tuple(
                _entry(ChallengeDraft, data, f"challenges-{number}")
                for kind, number in sorted(numbers)
                if kind == "challenges"
            ),
        )

    def to_form(self) -> dict[str, list[str]]:
        """Return every field's values by its name. Reverse of `from_form`."""
        found = {name: [str(getattr(self, name))] for name in SINGLE}
        for kind in LISTS:
            for number, entry in enumerate(getattr(self, kind)):
                for part in fields(entry):
                    value = getattr(entry, part.name)
                    values = list(value) if isinstance(value, tuple) else [str(value or "")]
                    found[f"{kind}-{number}-{part.name}"] = values
        return found

    # --- Entries ----------------------------------------------------------------------------------

    def adding(self, kind: str) -> Draft:
        """Return it with an empty entry at the end of a list."""
        key = secrets.token_urlsafe(6)
        new = ResponseDraft(key=key) if kind == "responses" else ChallengeDraft(key=key)
        return self._with(kind, (*getattr(self, kind), new))

    def removing(self, kind: str, number: int) -> Draft:
        """Return it without an entry; one that is not there is no matter."""
        entries = getattr(self, kind)
        return self._with(kind, entries[:number] + entries[number + 1 :])

    def raising(self, kind: str, number: int) -> Draft:
        """Return it with an entry one place further up; the first stays the first."""
        entries = list(getattr(self, kind))
        if 0 < number < len(entries):
            entries[number - 1], entries[number] = entries[number], entries[number - 1]
        return self._with(kind, tuple(entries))

    def _with(self, kind: str, entries: tuple[Any, ...]) -> Draft:
        if kind == "responses":
            return replace(self, responses=entries)
        return replace(self, challenges=entries)

    def with_keys(self) -> Draft:
        """Return it with a key for each entry: of its row, else of its place, where it has none."""
        return replace(
            self,
            responses=tuple(_with_keys(self.responses)),
            challenges=tuple(_with_keys(self.challenges)),
        )

    def with_room(self) -> Draft:
        """Return it with at least one response and one challenge to write into."""
        return replace(
            self,
            responses=self.responses or (ResponseDraft(),),
            challenges=self.challenges or (ChallengeDraft(),),
        )

    # --- JSON -------------------------------------------------------------------------------------

    def to_data(self) -> dict[str, Any]:
        """Return it ready for JSON."""
        return {
            "schema": SCHEMA,
            **{name: getattr(self, name) for name in SINGLE},
            **{kind: [_to_data(entry) for entry in getattr(self, kind)] for kind in LISTS},
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Draft:
        """Read it back from JSON. Unknown keys are passed by, missing ones are empty."""
        return cls(
            **{name: str(data.get(name, "")) for name in SINGLE},
            responses=tuple(_from_data(ResponseDraft, row) for row in data.get("responses", ())),
            challenges=tuple(_from_data(ChallengeDraft, row) for row in data.get("challenges", ())),
        )


SINGLE: Final = tuple(part.name for part in fields(Draft) if part.name not in LISTS)


def _clean(text: str) -> str:
    # Browsers send line ends as CR LF; a NUL cannot be stored and nobody typed it.
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def _entry(kind: type[Any], data: QueryDict, prefix: str) -> Any:
    values: dict[str, Any] = {}
    for part in fields(kind):
        name = f"{prefix}-{part.name}"
        if part.name == "services":
            values["services"] = tuple(map(_clean, data.getlist(name)))
        elif part.name == "id":
            values["id"] = _number(data.get(name, ""))
        elif part.name == "key":
            values["key"] = _key(data.get(name, ""))
        else:
            values[part.name] = _clean(data.get(name, ""))
    return kind(**values)


def _key(text: str) -> str:
    return text if re.fullmatch(r"[\w-]{1,40}", text, re.ASCII) else ""


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[1-9]\d{0,17}", text, re.ASCII) else None


def _with_keys(entries: Iterable[Any]) -> Iterator[Any]:
    used: set[str] = set()
    for number, entry in enumerate(entries):
        key = entry.key or (f"row-{entry.id}" if entry.id else f"at-{number}")
        # Two that claim to be the same are two.
        key = key if key not in used else f"{key}-{number}"
        used.add(key)
        yield entry if key == entry.key else replace(entry, key=key)


def _to_data(entry: Any) -> dict[str, Any]:
    values = {part.name: getattr(entry, part.name) for part in fields(entry)}
    return values | {"services": list(entry.services)}


def _from_data(kind: type[Any], row: dict[str, Any]) -> Any:
    known = {part.name: row[part.name] for part in fields(kind) if part.name in row}
    return kind(**known | {"services": tuple(row.get("services", ()))})


@dataclass(frozen=True, slots=True)
class Differences:
    """What another version says where it differs from mine: texts by the name of the field."""

    fields: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def between(cls, mine: Draft, theirs: Draft) -> Differences:
        """Compare field by field; a field that the other lacks is told as empty."""
        ours, other = mine.to_form(), theirs.to_form()
        names: Iterable[str] = dict.fromkeys((*ours, *other))
        return cls(
            {
                name: other.get(name, [])
                for name in names
                if not name.endswith(("-id", "-key")) and _said(ours, name) != _said(other, name)
            }
        )


def _said(values: dict[str, list[str]], name: str) -> list[str]:
    return sorted(filter(None, values.get(name, [])))
