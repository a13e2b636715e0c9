"""Moving something from one state to the next, in one guarded statement.

A state is changed only by a verb on its model, and every verb goes through `move`.
"""

from collections.abc import Collection
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _


class WrongState(Exception):
    """A move that is not allowed from where the object stands.

    Its text is for people: it names the object, what was asked and the state it is in.
    """

    def __init__(self, instance: models.Model, verb: str | Promise) -> None:
        self.instance = instance
        self.verb = verb
        super().__init__(str(self))

    def __str__(self) -> str:
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
    **changes: Any,
) -> None:
    """Set ``state`` to *to* and write *changes*, but only from one of the *allowed* states.

    Without *to* the state stays and only the changes are written.

    The guard is in the UPDATE itself, so of two people who press at once only one succeeds.
    Signals and ``save()`` are passed by; nothing may hang on them. Raise WrongState, with nothing
    written, when the object stands elsewhere or is gone.
    """
    rows = type(instance)._base_manager.filter(pk=instance.pk, state__in=allowed)
    if to is not None:
        changes["state"] = to
    changed = rows.update(**changes)
    instance.refresh_from_db()
    if not changed:
        raise WrongState(instance, verb)
