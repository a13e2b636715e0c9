"""The Table Schema of a table, as the Frictionless specifications have it."""

from typing import Any, Final

from django.utils.translation import gettext as _

from llex.core.languages import name_of
from llex.core.open_data.tables import Column, DataTable, DataType

_TYPES: Final = {
    DataType.INTEGER: {"type": "integer"},
    DataType.NUMBER: {"type": "number"},
    DataType.BOOLEAN: {"type": "boolean"},
    DataType.DATE: {"type": "date"},
    DataType.MOMENT: {"type": "datetime", "format": "any"},
    DataType.ADDRESS: {"type": "string", "format": "uri"},
    DataType.ADDRESSES: {"type": "string", "format": "uri"},
}


def table_schema(table: DataTable) -> dict[str, Any]:
    """Return the schema with types, meanings, constraints and keys."""
    columns = table.columns()
    keys = [column.name for column in columns if column.path in {(key,) for key in table.key}]
    keys += [column.name for column in columns if column.path in {(key, "id") for key in table.key}]
    references = [
        {"fields": column.name, "reference": {"resource": column.field.refers_to, "fields": "id"}}
        for column in columns
        if column.field.refers_to and not column.field.type.is_list
    ]
    schema: dict[str, Any] = {
        "fields": [_field(column, is_key=[column.name] == keys) for column in columns],
        "primaryKey": keys,
        "missingValues": [""],
    }
    return schema | ({"foreignKeys": references} if references else {})


def meaning(column: Column) -> str:
    """Return the meaning of a column with the unit, in the active language."""
    text = str(column.field.meaning)
    if column.field.unit:
        text = f"{text} ({column.field.unit})"
    if column.language:
        return f"{text} ({name_of(column.language)})"
    if column.field.type.is_list:
        return _("%(meaning)s, with semicolons between them") % {"meaning": text}
    return text


def _field(column: Column, *, is_key: bool) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if is_key:
        constraints["unique"] = True
    if column.field.values and not column.field.type.is_list:
        constraints["enum"] = list(column.field.values)
    for name in ("minimum", "maximum"):
        if (limit := getattr(column.field, name)) is not None and not column.field.type.is_list:
            constraints[name] = limit
    described: dict[str, Any] = {"name": column.name, "description": meaning(column)}
    described |= _TYPES.get(column.field.type, {"type": "string"})
    if column.language:
        described["language"] = column.language
    if column.field.unit:
        described["unit"] = str(column.field.unit)
    return described | ({"constraints": constraints} if constraints else {})
