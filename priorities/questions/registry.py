"""The registry of kinds of questions: one class per kind, found by `Consultation.kind`.

Models, counting and voting ask here and import no kind themselves: the kinds import the models.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from priorities.questions.kind import QuestionKind

K = TypeVar("K", bound="QuestionKind")

_kinds: dict[str, QuestionKind] = {}


class HasKind(Protocol):
    """A consultation, or a row read from its table."""

    @property
    def kind(self) -> str: ...


def register(kind: type[K]) -> type[K]:
    """Register a class as the kind of its key. Use as a decorator."""
    _kinds[kind.key] = kind()
    return kind


def kind_of(consultation: HasKind) -> QuestionKind:
    """Return the kind of question that *consultation* asks."""
    return _kinds[consultation.kind]


def kind_named(key: str) -> QuestionKind:
    """Return the kind with this key. Raise KeyError."""
    return _kinds[key]


def all_kinds() -> Collection[QuestionKind]:
    """Return all kinds in the order in which they were registered."""
    return _kinds.values()
