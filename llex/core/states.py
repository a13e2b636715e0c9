"""Moving something from one state to the next, in one guarded statement.

A state is changed only by a verb on its model, and every verb goes through `move`.
"""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _


class WrongState(Exception):
    """A move that is not allowed in the object's state, or because the object *is_gone*.

    Its text is for people: it names the object, what was asked and the state it is in.
    """

    def __init__(
        self, instance: models.Model, verb: str | Promise, *, is_gone: bool = False
    ) -> None:
        self.instance = instance
        self.verb = verb
        self.is_gone = is_gone
        super().__init__(str(self))

    def __str__(self) -> str:
        if self.is_gone:
            text = _("“%(object)s” has been deleted meanwhile, so “%(verb)s” is not possible.")
            return text % {"object": _last_name_of(self.instance), "verb": self.verb}
        return _("“%(object)s” is now “%(state)s”, so “%(verb)s” is not possible.") % {
            "object": self.instance,
            "state": self.instance.get_state_display(),  # type: ignore[attr-defined]
            "verb": self.verb,
        }


def move(
    instance: models.Model,
    *,
    verb: str | Promise,
    allowed: Collection[str],
    to: str | None = None,
    field: str = "state",
    only: Q | None = None,
    **changes: Any,
) -> None:
    """Set the state, kept in *field*, to *to* and write *changes*, but only from *allowed* ones.

    Without *to* the state stays and only the changes are written. *only* is a further condition.

    The guard is in the UPDATE itself, so of two people who press at once only one succeeds.
    Signals and ``save()`` are passed by; nothing may hang on them. Raise WrongState, with nothing
    written, when the object is in another state or has been deleted.
    """
    in_state = Q(**{f"{field}__in": allowed})
    rows = type(instance)._base_manager.filter(only or Q(), in_state, pk=instance.pk)
    if to is not None:
        changes[field] = to
    changed = rows.update(**changes)
    reload(instance, verb=verb)
    if not changed:
        raise WrongState(instance, verb)


def reload(instance: models.Model, *, verb: str | Promise, fields: list[str] | None = None) -> None:
    """Read the row again. Raise WrongState where it has been deleted meanwhile."""
    try:
        instance.refresh_from_db(fields=fields)
    except ObjectDoesNotExist:
        raise WrongState(instance, verb, is_gone=True) from None


def _last_name_of(instance: models.Model) -> str:
    """Return what a deleted object is called; what its name is made of may be gone with it."""
    try:
        return str(instance)
    except ObjectDoesNotExist:
        return str(instance._meta.verbose_name)
