"""Undoing an import as a whole, as long as nothing was built on it."""

from collections.abc import Collection, Iterable, Mapping
from itertools import chain
from typing import Any, Final

from django.db import Error as DatabaseError
from django.db import models, transaction
from django.db.models.deletion import Collector, ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from llex.core.languages.phrases import join_items
from llex.core.spreadsheets.journal import digest, model_of, states_of

_NAMED: Final = 5

Entry = Mapping[str, Any]


class NotUndone(Exception):
    """An import cannot be undone; its text says why, for people."""


def undo(data: Iterable[Entry], *, derived: Collection[str] = ()) -> None:
    """Put every row back and delete those that were made. Raise NotUndone, with nothing changed.

    Rows of the *derived* models, such as ``cities.cityspelling``, go with what they follow from.
    """
    entries = list(data)
    try:
        with transaction.atomic():
            _require_untouched(entries)
            for entry in entries:
                if entry["before"] is not None and (entry["before"] or entry["links"]):
                    _put_back(entry)
            made = {(entry["model"], entry["pk"]) for entry in entries if entry["before"] is None}
            for entry in reversed(entries):
                if entry["before"] is None:
                    _delete(entry, made, derived)
    except DatabaseError as problem:
        raise NotUndone(_("The database refuses it: other rows depend on these.")) from problem


def permissions_to_undo(data: Iterable[Entry]) -> set[str]:
    """Return the permissions that a user needs to undo an import."""
    needed = set()
    for entry in data:
        verb = "delete" if entry["before"] is None else "change"
        app, _dot, model = entry["model"].partition(".")
        needed.add(f"{app}.{verb}_{model}")
    return needed


def _require_untouched(entries: list[Entry]) -> None:
    by_model: dict[str, list[Entry]] = {}
    for entry in entries:
        by_model.setdefault(entry["model"], []).append(entry)
    changed: list[str] = []
    for label, group in by_model.items():
        model = model_of(label)
        states = states_of(model, [entry["pk"] for entry in group])
        for entry in group:
            state = states.get(entry["pk"])
            if state is None or digest(model, *state) != entry["digest"]:
                changed.append(_called(model, entry["pk"], is_there=state is not None))
    if changed:
        text = _("It has been worked on since: %(rows)s.")
        raise NotUndone(text % {"rows": _listed(changed)})


def _put_back(entry: Entry) -> None:
    model = model_of(entry["model"])
    row = model._base_manager.filter(pk=entry["pk"]).first()
    if row is None:
        # A mark that went with its text.
        return
    for name, value in entry["before"].items():
        field: Any = model._meta.get_field(name)
        setattr(row, name, field.to_python(value))
    row.save()
    for name, keys in entry["links"].items():
        getattr(row, name).set(keys)


def _delete(entry: Entry, made: set[tuple[str, int]], derived: Collection[str]) -> None:
    row = model_of(entry["model"])._base_manager.get(pk=entry["pk"])
    collector, affected = _collected(row)
    others = [one for one in affected if not _goes_along(one, made, derived)]
    if others:
        raise _is_used(row, others)
    collector.delete()


def _collected(row: models.Model) -> tuple[Any, list[models.Model]]:
    """Return what deletes a row, with the rows that it deletes, changes, or is forbidden by."""
    collector: Any = Collector(using="default", origin=row)
    try:
        collector.collect([row])
    except ProtectedError as problem:
        return row, list(problem.protected_objects)
    except RestrictedError as problem:
        return row, list(problem.restricted_objects)
    affected = [one for rows in collector.data.values() for one in rows]
    for rows in chain(collector.fast_deletes, *collector.field_updates.values()):
        affected += rows
    return collector, affected


def _goes_along(row: models.Model, made: set[tuple[str, int]], derived: Collection[str]) -> bool:
    """Return whether *row* was made by the import, or is a link or a result of what was made."""
    label = row._meta.label_lower
    owner: Any = row._meta.auto_created
    if owner:
        key = next(one.attname for one in row._meta.concrete_fields if one.related_model is owner)
        return (owner._meta.label_lower, getattr(row, key)) in made
    return (label, row.pk) in made or label in derived


def _is_used(row: models.Model, others: list[models.Model]) -> NotUndone:
    names = [_name(other) for other in others]
    text = _("“%(row)s” is used by something newer: %(others)s.")
    return NotUndone(text % {"row": row, "others": _listed(names)})


def _called(model: type[models.Model], pk: int, *, is_there: bool) -> str:
    if not is_there:
        text = _("%(kind)s, deleted")
        return text % {"kind": model._meta.verbose_name}
    return _name(model._base_manager.get(pk=pk))


def _name(row: models.Model) -> str:
    return f"{row._meta.verbose_name} “{row}”"


def _listed(names: list[str]) -> str:
    more = len(names) - _NAMED
    shown = list(dict.fromkeys(names))[:_NAMED]
    return join_items([*shown, *(["…"] if more > 0 else [])])
