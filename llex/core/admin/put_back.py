"""Put an earlier value of a field back, as the history of an object tells it."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final

from auditlog.models import LogEntry
from django.db import models, transaction

# Keys of other rows, lists and structures are not told in a way that can be read back.
_KINDS: Final = (
    models.CharField,
    models.TextField,
    models.BooleanField,
    models.IntegerField,
    models.FloatField,
    models.DecimalField,
    models.DateField,
)
_NOTHING: Final = "None"

Rows = dict[tuple[type[models.Model], str], models.Model]
# The fields that a user may edit, by model.
Editable = dict[type[models.Model], frozenset[str]]


class UnknownValue(ValueError):
    """The log does not tell a value that can be put back."""


def rows_of(entries: Iterable[Any], editable: Editable) -> Rows:
    """Return the rows as they are now that *entries* are about. One query per model."""
    keys: dict[type[models.Model], set[str]] = {}
    for entry in entries:
        model = entry.content_type.model_class()
        if editable.get(model) and entry.action == LogEntry.Action.UPDATE:
            keys.setdefault(model, set()).add(entry.object_pk)
    return {
        (model, str(row.pk)): row
        for model, found in keys.items()
        for row in model._base_manager.filter(pk__in=found)
    }


def can_put_back(entry: Any, name: str, editable: Editable, rows: Rows) -> bool:
    """Return whether the value of field *name* before *entry* is known and not the present one."""
    model = entry.content_type.model_class()
    row = rows.get((model, entry.object_pk))
    if row is None or entry.action != LogEntry.Action.UPDATE or name not in editable[model]:
        return False
    try:
        return bool(getattr(row, name) != earlier_value(entry, name))
    except UnknownValue:
        return False


def earlier_value(entry: Any, name: str) -> Any:
    """Return what field *name* held before *entry*. Raise UnknownValue where that is not told."""
    field: Any = entry.content_type.model_class()._meta.get_field(name)
    change = entry.changes_dict.get(name)
    if not isinstance(field, _KINDS) or not isinstance(change, list):
        raise UnknownValue
    text = change[0]
    if text is None or text == _NOTHING:
        if field.null:
            return None
        if isinstance(field, models.CharField | models.TextField):
            return ""
        raise UnknownValue
    try:
        if isinstance(field, models.DateTimeField):
            # auditlog writes moments in UTC, without saying so.
            return datetime.fromisoformat(text).replace(tzinfo=UTC)
        return field.to_python(text)
    except (TypeError, ValueError) as problem:
        raise UnknownValue from problem


@transaction.atomic
def put_back(entry: Any, name: str) -> None:
    """Give field *name* the value it held before *entry*, as a new change.

    Raise UnknownValue, ObjectDoesNotExist where the row is gone, or ValidationError where it would
    not be valid.
    """
    value = earlier_value(entry, name)
    model = entry.content_type.model_class()
    row = model._base_manager.select_for_update(of=("self",)).get(pk=entry.object_pk)
    setattr(row, name, value)
    others = [field.name for field in model._meta.concrete_fields if field.name != name]
    row.clean_fields(exclude=others)
    row.clean()
    row.validate_unique()
    row.validate_constraints()
    row.save()
