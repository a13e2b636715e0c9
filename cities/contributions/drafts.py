"""Everything an officer has typed, as it was typed: one document, however incomplete.

Plain dataclasses of strings, so that nothing is lost because it is not valid yet. The names of
fields in the form are defined here: `responses-0-text`, `challenges-1-services`. A field's name is
also its id, and stays the same for as long as the entry stays in its place.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, ClassVar, Final

from cities.wording.answer_fields import ANSWER_FIELDS, Kind

if TYPE_CHECKING:
    from django.http import QueryDict

SCHEMA: Final = "llex-draft/1"
LISTS: Final = tuple(ANSWER_FIELDS)
_ENTRY: Final = re.compile(rf"({'|'.join(LISTS)})-(\d{{1,4}})-\w+")


@dataclass(frozen=True, slots=True)
class ResponseDraft:
    """A response as typed, with the fields of `RESPONSE_FIELDS`.

    *id* is the row it came from, None for a new one; *key* stays with it wherever it is moved.
    *copied_from* is the earlier contribution it was copied from, until it is checked.
    """

    kind: ClassVar[str] = "responses"

    id: int | None = None
    title: str = ""
    text: str = ""
    services: tuple[str, ...] = ()
    since: str = ""
    source: str = ""
    key: str = ""
    copied_from: int | None = None

    def __bool__(self) -> bool:
        return _is_filled(self)


@dataclass(frozen=True, slots=True)
class ChallengeDraft:
    """A challenge as typed, with the fields of `CHALLENGE_FIELDS`; see `ResponseDraft`."""

    kind: ClassVar[str] = "challenges"

    id: int | None = None
    text: str = ""
    services: tuple[str, ...] = ()
    key: str = ""
    copied_from: int | None = None

    def __bool__(self) -> bool:
        return _is_filled(self)


@dataclass(frozen=True, slots=True)
class Draft:
    """A whole contribution as typed. *licence* and *consent* hold versions of texts."""

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
        """Return the longer texts in one, to detect their language."""
        responses = [entry.text for entry in self.responses]
        challenges = [entry.text for entry in self.challenges]
        return "\n".join(filter(None, (*responses, *challenges, self.quote)))

    # --- Form -------------------------------------------------------------------------------------

    @classmethod
    def from_form(cls, data: QueryDict) -> Draft:
        """Read the data of a form. Missing fields are empty; nothing is refused."""
        numbers = {(m[1], int(m[2])) for m in map(_ENTRY.fullmatch, data) if m}
        values: dict[str, Any] = {name: _clean(data.get(name, "")) for name in SINGLE}
        for kind in LISTS:
            in_order = sorted(number for of_kind, number in numbers if of_kind == kind)
            values[kind] = tuple(_entry(kind, data, f"{kind}-{number}") for number in in_order)
        return cls(**values)

    def to_form(self) -> dict[str, list[str]]:
        """Return every field's values by its name. Reverse of `from_form`."""
        values = {name: [str(getattr(self, name))] for name in SINGLE}
        for kind in LISTS:
            for number, entry in enumerate(getattr(self, kind)):
                for part in fields(entry):
                    value = getattr(entry, part.name)
                    typed = list(value) if isinstance(value, tuple) else [str(value or "")]
                    values[f"{kind}-{number}-{part.name}"] = typed
        return values

    # --- Entries ----------------------------------------------------------------------------------

    def adding(self, kind: str) -> Draft:
        """Return it with an empty entry at the end of a list."""
        new = ENTRY_DRAFTS[kind](key=secrets.token_urlsafe(6))
        return self._with(kind, (*getattr(self, kind), new))

    def removing(self, kind: str, number: int) -> Draft:
        """Return it without an entry, if there is one of this number."""
        entries = getattr(self, kind)
        return self._with(kind, entries[:number] + entries[number + 1 :])

    def raising(self, kind: str, number: int) -> Draft:
        """Return it with an entry one place further up; the first stays the first."""
        entries = list(getattr(self, kind))
        if 0 < number < len(entries):
            entries[number - 1], entries[number] = entries[number], entries[number - 1]
        return self._with(kind, tuple(entries))

    def checking(self, kind: str, number: int) -> Draft:
        """Return it with an entry that no longer counts as copied, if there is one."""
        entries = list(getattr(self, kind))
        if number < len(entries):
            entries[number] = replace(entries[number], copied_from=None)
        return self._with(kind, tuple(entries))

    def _with(self, kind: str, entries: tuple[Any, ...]) -> Draft:
        changed: dict[str, Any] = {kind: entries}
        return replace(self, **changed)

    def with_keys(self) -> Draft:
        """Return it with a key for each entry: of its row, else of its place, where it has none."""
        lists: dict[str, Any] = {kind: tuple(_with_keys(getattr(self, kind))) for kind in LISTS}
        return replace(self, **lists)

    def with_room(self) -> Draft:
        """Return it with at least one response and one challenge to write into."""
        lists: dict[str, Any] = {
            kind: getattr(self, kind) or (draft(),) for kind, draft in ENTRY_DRAFTS.items()
        }
        return replace(self, **lists)

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
        """Read it back from JSON. Unknown keys are ignored, missing ones are empty."""
        values: dict[str, Any] = {name: str(data.get(name, "")) for name in SINGLE}
        for kind, draft in ENTRY_DRAFTS.items():
            values[kind] = tuple(_from_data(draft, row) for row in data.get(kind, ()))
        return cls(**values)


EntryDraft = ResponseDraft | ChallengeDraft
ENTRY_DRAFTS: Final[dict[str, Any]] = {
    draft.kind: draft for draft in (ResponseDraft, ChallengeDraft)
}
SINGLE: Final = tuple(part.name for part in fields(Draft) if part.name not in LISTS)


def _clean(text: str) -> str:
    # Browsers send line ends as CR LF; a NUL cannot be stored, and no keyboard types it.
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def _is_filled(entry: EntryDraft) -> bool:
    values = (getattr(entry, one.name) for one in ANSWER_FIELDS[entry.kind])
    return any(value.strip() if isinstance(value, str) else value for value in values)


def _entry(kind: str, data: QueryDict, prefix: str) -> Any:
    values: dict[str, Any] = {
        "id": _number(data.get(f"{prefix}-id", "")),
        "key": _key(data.get(f"{prefix}-key", "")),
        "copied_from": _number(data.get(f"{prefix}-copied_from", "")),
    }
    for one in ANSWER_FIELDS[kind]:
        name = f"{prefix}-{one.name}"
        if one.kind == Kind.SERVICES:
            values[one.name] = tuple(map(_clean, data.getlist(name)))
        else:
            values[one.name] = _clean(data.get(name, ""))
    return ENTRY_DRAFTS[kind](**values)


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
    """Texts of another version that differ from mine, by the name of the field."""

    fields: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def between(cls, mine: Draft, theirs: Draft) -> Differences:
        """Compare field by field; a field that the other version lacks is empty."""
        own, other = mine.to_form(), theirs.to_form()
        names: Iterable[str] = dict.fromkeys((*own, *other))
        return cls(
            {
                name: other.get(name, [])
                for name in names
                if not name.endswith(("-id", "-key", "-copied_from"))
                and _filled_values(own, name) != _filled_values(other, name)
            }
        )


def _filled_values(values: dict[str, list[str]], name: str) -> list[str]:
    return sorted(filter(None, values.get(name, [])))
