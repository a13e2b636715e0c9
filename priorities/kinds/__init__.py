"""Kinds of questions: one class per kind, found by the value of `Consultation.kind`.

Models, counting and voting ask here and import no kind themselves: the kinds import the models.
`discover` is called once the models are loaded.
"""

from __future__ import annotations

from collections.abc import Collection
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from priorities.kinds.base import QuestionKind

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


def discover() -> None:
    """Import every module of this folder, so that each registers its kind."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")


def kind_of(consultation: HasKind) -> QuestionKind:
    """Return the kind of question that *consultation* asks."""
    return _kinds[consultation.kind]


def kind_named(key: str) -> QuestionKind:
    """Return the kind with this key. Raise KeyError."""
    return _kinds[key]


def all_kinds() -> Collection[QuestionKind]:
    """Return all kinds in the order in which they were registered."""
    return _kinds.values()
