"""The content of the page of open data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from cities.models import ProjectionState
from cities.public.topics import topics
from llex.core.embedding.kinds import embed_kinds
from llex.core.languages import CODES, LANGUAGES, fallbacks, name_in_sentence
from llex.core.languages.phrases import join_items, join_with_and
from llex.core.languages.sorting import reader_key
from llex.core.languages.translation_marks import first_text
from llex.core.open_data.files import FORMATS
from llex.core.open_data.tables import DataField, DataTable, DataType
from llex.core.text import Phrase
from sessions_app.models import LearningSession
from sessions_app.open_data.catalogue import TABLES, DataState, citation
from sessions_app.open_data.filters import FILTERS


@dataclass(frozen=True, slots=True)
class TableOnPage:
    """A table with the number of its rows, and the parts of the fields of its records."""

    table: DataTable
    rows: int
    fields: list[FieldOnPage]
    filters: list[str]


@dataclass(frozen=True, slots=True)
class FieldOnPage:
    """A field as the page explains it: *column* is the beginning of its name in a spreadsheet."""

    column: str
    type: str
    meaning: str | Promise
    unit: str | Promise
    values: str


def context(found: DataState, language: str) -> dict[str, Any]:
    """Return what the page of open data needs. A constant number of queries."""
    state = ProjectionState.objects.filter(pk=ProjectionState.ONE).first()
    return {
        "page": "data",
        "state": found,
        "citation": citation(found.changed_at),
        "licence": settings.LICENCE,
        "languages": join_with_and(name_in_sentence(code) for code, _name in LANGUAGES),
        "tables": [_on_page(table) for table in TABLES.values()],
        "formats": list(FORMATS),
        "topics": sorted(topics(language), key=lambda topic: reader_key(topic.name.text)),
        "countries": _countries(state, language),
        "sessions": _sessions(language),
        "filters": FILTERS,
        "cities_path": reverse("cities:city_list"),
        "search_path": reverse("sessions_app:search"),
        "embed_kinds": embed_kinds(),
        "example": next(filter(None, (kind.example() for kind in embed_kinds())), None),
    }


def api_context() -> dict[str, Any]:
    """Return what the page of the API needs. No query."""
    resources = [
        {
            "table": table,
            "list": reverse("api:root") + table.name,
            "record": {"id": f"{table.name}/{{id}}"}.get("".join(table.key), ""),
            "filters": [(name, FILTERS[name]) for name in table.filters],
        }
        for table in TABLES.values()
    ]
    return {"page": "data", "resources": resources, "rate": settings.API_RATE, "codes": CODES}


def fields_on_page(fields: Iterable[DataField], prefix: str = "") -> Iterator[FieldOnPage]:
    """Yield fields as a page explains them, those of nested records one by one."""
    for one in fields:
        name = prefix if prefix and one.name == "id" else f"{prefix}_{one.name}".strip("_")
        if one.type is DataType.OBJECT:
            yield from fields_on_page(one.fields, name)
        else:
            values = join_items(list(one.values))
            yield FieldOnPage(name, type_name(one.type), one.meaning, one.unit, values)


def type_name(type_: DataType) -> str:
    """Return what a type is called, in the active language."""
    return {
        DataType.STRING: _("text"),
        DataType.INTEGER: _("whole number"),
        DataType.NUMBER: _("number"),
        DataType.BOOLEAN: _("true or false"),
        DataType.DATE: _("day (ISO 8601)"),
        DataType.MOMENT: _("moment (ISO 8601)"),
        DataType.ADDRESS: _("address"),
        DataType.TEXT: _("text by language"),
        DataType.ADDRESSES: _("address by language"),
        DataType.LIST: _("list"),
        DataType.NUMBERS: _("list of numbers"),
        DataType.OBJECT: _("record"),
    }[type_]


def _on_page(table: DataTable) -> TableOnPage:
    fields = list(fields_on_page(table.fields))
    return TableOnPage(table, table.query().count(), fields, list(table.filters))


def _countries(state: ProjectionState | None, language: str) -> list[tuple[str, str]]:
    facets: dict[str, Any] = state.facets.get("countries", {}) if state else {}
    found = []
    for code, value in facets.items():
        names = value["names"]
        name = names.get(language) or next(iter(names.values()), ["", code])
        if code:
            found.append((code, name[1]))
    return sorted(found, key=lambda pair: reader_key(pair[1]))


def _sessions(language: str) -> list[tuple[str, Phrase]]:
    rows = LearningSession.objects.published().order_by("-starts_at")
    order = fallbacks(language)
    return [
        (row.slug, Phrase(*(first_text(row, "title", order) or (language, row.slug))))
        for row in rows
    ]
