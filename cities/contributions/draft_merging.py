"""Merging what two colleagues typed into one draft at the same time.

Three versions are compared: the one that this page was shown or sent last, known by fingerprints
(`Known`), what it sends now, and what is stored. Entries are known by their keys, wherever they are
in their list. What only one of the two changed is kept; a field that both changed differently is a
`FieldConflict`. An entry that one removed and the other changed stays.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final

from cities.contributions.drafts import LISTS, SINGLE, Draft
from llex.core.admin.form_data import fingerprint

CHOICE_PREFIX: Final = "_keep:"
_MINE: Final = "mine"
_THEIRS: Final = "theirs"
# What is not typed: which row an entry came from, what it is known by, what it was copied from.
_TECHNICAL: Final = frozenset({"id", "key", "copied_from"})


@dataclass(frozen=True, slots=True)
class Known:
    """Fingerprints of a draft: of each field by its path, and the keys of each list in order."""

    prints: Mapping[str, str] = field(default_factory=dict)
    order: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, draft: Draft) -> "Known":
        """Return the fingerprints of *draft*."""
        draft = draft.with_keys()
        prints = {path: _print(value) for path, value in _values(draft)}
        return cls(prints, {kind: [one.key for one in getattr(draft, kind)] for kind in LISTS})

    def dump(self) -> str:
        """Return it as the value of a hidden field."""
        data = {"prints": dict(self.prints), "order": {k: list(v) for k, v in self.order.items()}}
        return json.dumps(data, separators=(",", ":"))

    @classmethod
    def load(cls, text: str) -> "Known":
        """Reverse `dump`; what is not its work gives one that knows nothing."""
        try:
            data = json.loads(text)
            prints = {str(path): str(value) for path, value in data["prints"].items()}
            order = {kind: [str(key) for key in data["order"].get(kind, ())] for kind in LISTS}
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return cls()
        return cls(prints, order)

    def has(self, kind: str, key: str) -> bool:
        """Return whether there was an entry with this key."""
        return key in self.order.get(kind, ())


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """A field that both changed: its *name* in the form, its *path*, both texts.

    *control* is the name under which a form sends the choice.
    """

    name: str
    control: str
    path: str
    mine: tuple[str, ...]
    theirs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """Both versions in one; a field in conflict says what this page sent."""

    draft: Draft
    conflicts: tuple[FieldConflict, ...] = ()

    def known(self, base: Known) -> Known:
        """Return what a page knows that is shown this: a field in conflict as it was before."""
        now = Known.of(self.draft)
        paths = {conflict.path for conflict in self.conflicts}
        kept = {path: base.prints[path] for path in paths & base.prints.keys()}
        gone = paths - kept.keys()
        prints = {path: mark for path, mark in now.prints.items() if path not in gone}
        return Known({**prints, **kept}, now.order)


class _Merger:
    def __init__(self, base: Known, choices: Mapping[str, str], everything: str) -> None:
        self._base = base
        self._choices = choices
        self._everything = everything
        self.conflicts: dict[str, FieldConflict] = {}

    def pick(self, path: str, mine: Any, theirs: Any) -> Any:
        """Return the value of a field; a conflict keeps mine until a choice is made."""
        known = self._base.prints.get(path)
        if _print(mine) == _print(theirs) or _print(theirs) == known:
            return mine
        if _print(mine) == known:
            return theirs
        control = f"{CHOICE_PREFIX}{path}:{_print(theirs)}"
        chosen = self._everything or self._choices.get(control, "")
        if chosen == _THEIRS:
            return theirs
        if chosen != _MINE:
            conflict = FieldConflict("", control, path, _texts(mine), _texts(theirs))
            self.conflicts[path] = conflict
        return mine

    def entries(self, kind: str, mine: Sequence[Any], theirs: Sequence[Any]) -> tuple[Any, ...]:
        """Return the entries of a list of both."""
        own, other = ({entry.key: entry for entry in part} for part in (mine, theirs))
        order = self._order(kind, own, other)
        found = (self._entry(kind, own.get(key), other.get(key)) for key in order)
        return tuple(entry for entry in found if entry is not None)

    def _order(self, kind: str, own: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
        before = [key for key in self._base.order.get(kind, ()) if key in own]
        is_moved = before != [key for key in own if key in before]
        first, then = (own, other) if is_moved else (other, own)
        return list(dict.fromkeys([*first, *then]))

    def _entry(self, kind: str, mine: Any, theirs: Any) -> Any:
        if mine is not None and theirs is not None:
            path = _path(kind, mine.key)
            values = {
                name: self.pick(f"{path}/{name}", getattr(mine, name), getattr(theirs, name))
                for name in _typed_names(mine)
            }
            return replace(theirs, id=theirs.id or mine.id, copied_from=mine.copied_from, **values)
        entry = mine if mine is not None else theirs
        # One of the two has not got it: it is new, or it was removed there and changed here.
        is_removed = self._base.has(kind, entry.key)
        return None if is_removed and self._is_unchanged(kind, entry) else entry

    def _is_unchanged(self, kind: str, entry: Any) -> bool:
        path = _path(kind, entry.key)
        return all(
            self._base.prints.get(f"{path}/{name}") == _print(getattr(entry, name))
            for name in _typed_names(entry)
        )


def merge(
    base: Known,
    mine: Draft,
    theirs: Draft,
    *,
    choices: Mapping[str, str] | None = None,
    everything: str = "",
) -> Merged:
    """Merge two drafts that began as *base*.

    *choices* decide conflicts by the names of their controls, *everything* all of them at once.
    """
    mine, theirs = mine.with_keys(), theirs.with_keys()
    merger = _Merger(base, choices or {}, everything)
    pairs = {name: (getattr(mine, name), getattr(theirs, name)) for name in (*SINGLE, *LISTS)}
    single = {name: merger.pick(name, *pairs[name]) for name in SINGLE}
    lists: dict[str, Any] = {kind: merger.entries(kind, *pairs[kind]) for kind in LISTS}
    draft = Draft(**single, **lists)
    names = dict(_names(draft))
    conflicts = (replace(one, name=names[path]) for path, one in merger.conflicts.items())
    return Merged(draft, tuple(conflicts))


def _values(draft: Draft) -> Iterator[tuple[str, Any]]:
    for name in SINGLE:
        yield name, getattr(draft, name)
    for kind in LISTS:
        for entry in getattr(draft, kind):
            for name in _typed_names(entry):
                yield f"{_path(kind, entry.key)}/{name}", getattr(entry, name)


def _names(draft: Draft) -> Iterator[tuple[str, str]]:
    """Yield the path of each field with its name in the form."""
    yield from ((name, name) for name in SINGLE)
    for kind in LISTS:
        for number, entry in enumerate(getattr(draft, kind)):
            for name in _typed_names(entry):
                yield f"{_path(kind, entry.key)}/{name}", f"{kind}-{number}-{name}"


def _typed_names(entry: Any) -> list[str]:
    return [part.name for part in fields(entry) if part.name not in _TECHNICAL]


def _path(kind: str, key: str) -> str:
    return f"{kind}/{key}"


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(filter(None, value if isinstance(value, tuple) else (value,)))


def _print(value: Any) -> str:
    return fingerprint(sorted(_texts(value)))
