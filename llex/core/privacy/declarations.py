"""The personal data of each model: whose rows they are, what is shown, what erasing does.

Each app declares its models when it is ready (`personal_data.py` of the app). Pages, exports,
erasing, the register of processing and the retention periods all read these declarations.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Erasing(StrEnum):
    """The effect of erasing a person on a row."""

    DELETE = "delete"
    BLANK = "blank"
    KEEP = "keep"

    @property
    def label(self) -> str:
        """Return it in a word or two."""
        return str(_LABELS[self])


_LABELS = {
    Erasing.DELETE: pgettext_lazy("what erasing does", "deleted"),
    Erasing.BLANK: pgettext_lazy("what erasing does", "made anonymous"),
    Erasing.KEEP: pgettext_lazy("what erasing does", "kept without the name"),
}


@dataclass(frozen=True, slots=True)
class PersonalData:
    """The rows of a *model* that belong to a person, in one way.

    *owners* are pairs of the label of a model that stands for people and the lookup from the row to
    it; *addresses* are lookups of e-mail addresses, *names* fields with the person's names. A row
    that *identifies* tells that its owners and addresses are one person, where *proved* holds.
    *finder* returns the rows where no lookup can. Erasing writes *blanks* into rows that stay; into
    other rows in whose fields a name is found, *cleared* instead of a mark.
    """

    model: str
    purpose: str
    owners: tuple[tuple[str, str], ...] = ()
    addresses: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    erasing: Erasing = Erasing.DELETE
    blanks: Mapping[str, Any] = field(default_factory=dict)
    cleared: Mapping[str, Any] = field(default_factory=dict)
    remark: Any = ""
    retention: tuple[str, ...] = ()
    identifies: bool = False
    proved: Mapping[str, Any] = field(default_factory=dict)
    finder: Callable[[Any], models.QuerySet[Any]] | None = None

    @property
    def model_class(self) -> type[models.Model]:
        """Return the class of the model."""
        return apps.get_model(self.model)

    @property
    def title(self) -> str:
        """Return what the rows are called."""
        return str(self.model_class._meta.verbose_name_plural)


ORGANISERS_AND_PROVIDERS: Final = _(
    "The organisers, and the providers that run this site for them."
)


@dataclass(frozen=True, slots=True)
class Purpose:
    """A kind of processing. *basis* and *recipients* hold until the data officer writes others."""

    key: str
    title: Any
    reason: Any
    basis: Any
    recipients: Any = ORGANISERS_AND_PROVIDERS


_declared: dict[str, list[PersonalData]] = {}
_impersonal: dict[str, str] = {}
_purposes: dict[str, Purpose] = {}


def declare_purposes(*purposes: Purpose) -> None:
    """Add kinds of processing."""
    _purposes.update({purpose.key: purpose for purpose in purposes})


def declare(*items: PersonalData) -> None:
    """Add declarations. Raise ValueError for a purpose that is not declared."""
    for item in items:
        if item.purpose not in _purposes:
            raise ValueError(f"{item.purpose!r} was not declared as a purpose ({item.model}).")
        _declared.setdefault(item.model, []).append(item)


def declare_impersonal(reason: str, *labels: str) -> None:
    """Say that models whose fields look personal hold nothing about people, and why."""
    _impersonal.update(dict.fromkeys(labels, reason))


def declared() -> list[PersonalData]:
    """Return all declarations."""
    return [item for items in _declared.values() for item in items]


def declared_for(label: str) -> list[PersonalData]:
    """Return the declarations of one model."""
    return _declared.get(label, [])


def purposes() -> list[Purpose]:
    """Return all kinds of processing."""
    return list(_purposes.values())


def identifying() -> list[PersonalData]:
    """Return the declarations whose rows say which addresses and names are one person's."""
    return [item for item in declared() if item.identifies]


def undeclared() -> list[str]:
    """Return the labels of models with a field for people that no declaration mentions."""
    known = _declared.keys() | _impersonal.keys()
    people = {item.model for item in declared() if item.identifies}
    return sorted(
        model._meta.label_lower
        for model in apps.get_models()
        if model._meta.label_lower not in known and any(_personal_fields(model, people))
    )


_TELLING = ("name", "email", "address", "phone", "speaker", "photo", "picture", "biography")


def _personal_fields(model: type[models.Model], people: Iterable[str]) -> Iterable[str]:
    for one in model._meta.concrete_fields:
        related = one.related_model
        is_link = isinstance(related, type) and related._meta.label_lower in people
        is_address = isinstance(one, models.EmailField | models.GenericIPAddressField)
        words = one.name.split("_")
        if is_link or is_address or any(word in _TELLING for word in words):
            yield one.name
