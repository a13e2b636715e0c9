"""Schemas of the API, made from the declarations of the tables."""

import operator
from functools import reduce
from typing import Annotated, Any, Final, Literal

from ninja import Schema
from pydantic import Field, WithJsonSchema, create_model

from cities.models import EntryProjection
from llex.core import languages
from llex.core.languages.regions import REGIONS
from llex.core.open_data.tables import DataField, DataTable, DataType
from sessions_app.open_data.filters import FILTERS

PAGE_SIZE: Final = 50
LARGEST_PAGE: Final = 100
# The parameters of a list that filter nothing.
PAGING: Final = ("page", "page_size", "language")
_LONGEST: Final = 100

_EXAMPLES: Final[dict[str, Any]] = {
    "city": "bogota",
    "country": "CO",
    "region": "SA",
    "session": "launch",
    "service": "housing",
    "services": ["housing"],
    "language": "en",
    "languages": ["en", "fr"],
    "date": "2020-03-25",
    "since": "2020-03-18",
    "title": {"en": "Rents are suspended", "fr": "Les loyers sont suspendus"},
    "text": {"en": "For three months.", "fr": "Pendant trois mois."},
    "latitude": 4.61,
    "longitude": -74.08,
    "time_zone": "America/Bogota",
}


class Problem(Schema):
    """Say what is wrong with a request (RFC 9457)."""

    type: str = Field(description="Always about:blank: the status says which kind it is.")
    title: str = Field(description="The kind of problem, in words.", examples=["Bad Request"])
    status: int = Field(description="The status of the answer.", examples=[400])
    detail: str = Field(description="The problem of this request, in the reader's language.")
    instance: str = Field(description="The path that was asked for.")


def record_schema(table: DataTable) -> type[Schema]:
    """Return the schema of a record of *table*."""
    return _model(_name(table), table.fields, str(table.about))


def page_schema(table: DataTable, record: type[Schema]) -> type[Schema]:
    """Return the schema of a page of a list."""
    address = Annotated[str, WithJsonSchema({"type": "string", "format": "uri"})]
    records: Any = list[record]  # type: ignore[valid-type]
    found: type[Schema] = create_model(
        f"{_name(table)}Page",
        __base__=Schema,
        __doc__="A page of a list.",
        count=(int, Field(description="All that the filters leave.", ge=0)),
        page=(int, Field(description="The number of this page.", ge=1)),
        pages=(int, Field(description="How many pages there are.", ge=1)),
        next=(address | None, Field(description="The address of the next page.")),
        previous=(address | None, Field(description="The address of the page before.")),
        results=(records, Field(description="The records.", max_length=LARGEST_PAGE)),
    )
    return found


def parameters(table: DataTable) -> type[Schema]:
    """Return the schema of the parameters of a list: filters, page and language."""
    values: dict[str, Any] = {
        name: (_parameter(name) | None, _described(name)) for name in table.filters
    }
    found: type[Schema] = create_model(
        f"{_name(table)}Parameters",
        __base__=Schema,
        page=(int, Field(1, ge=1, le=1_000_000, description="The number of the page.")),
        page_size=(
            int,
            Field(PAGE_SIZE, ge=1, le=LARGEST_PAGE, description="How many records a page has."),
        ),
        language=(language_type(), Field(None, description=LANGUAGE_MEANING)),
        **values,
    )
    return found


def language_type() -> Any:
    """Return the type of the parameter that chooses one language."""
    return Literal[languages.CODES] | None


LANGUAGE_MEANING: Final = "Only texts in this language; without it, those in all languages."


def _name(table: DataTable) -> str:
    singular = {"cities": "City", "services": "Service", "choices": "Choice"}
    return singular.get(table.name, table.name.removesuffix("s").capitalize())


def _described(name: str) -> Any:
    one = FILTERS[name]
    return Field(None, description=str(one.meaning), examples=[one.example])


def _parameter(name: str) -> Any:
    if name == "year":
        return Annotated[int, Field(ge=1900, le=2199)]
    if name == "region":
        return Literal[tuple(code for code in REGIONS if code)]
    if name == "status":
        return Literal[tuple(EntryProjection.Status.values)]
    if name == "country":
        return Annotated[str, Field(pattern="^[A-Za-z]{2}$")]
    return Annotated[str, Field(min_length=1, max_length=_LONGEST)]


def _model(name: str, fields: tuple[DataField, ...], about: str) -> type[Schema]:
    made: dict[str, Any] = {one.name: _field(one, name) for one in fields}
    found: type[Schema] = create_model(name, __base__=Schema, __doc__=about, **made)
    return found


def _field(one: DataField, owner: str) -> tuple[Any, Any]:
    meaning = f"{one.meaning} ({one.unit})" if one.unit else str(one.meaning)
    example = _EXAMPLES.get(one.name) if one.type is not DataType.OBJECT else None
    examples = [] if example is None else [example]
    limits = {"ge": one.minimum, "le": one.maximum}
    kind = _type(one, owner)
    if one.type in (DataType.INTEGER, DataType.NUMBER):
        given: Any = {key: limit for key, limit in limits.items() if limit is not None}
        kind = Annotated[kind, Field(**given)]
    described = Field(description=meaning, examples=examples or None)
    return (kind if one.required else kind | None), described


def _type(one: DataField, owner: str) -> Any:
    if one.type is DataType.OBJECT:
        return _model(f"{owner}{one.name.capitalize()}", one.fields, str(one.meaning))
    if one.values:
        return reduce(operator.or_, (Literal[value] for value in one.values))
    return {
        DataType.STRING: str,
        DataType.INTEGER: int,
        DataType.NUMBER: float,
        DataType.BOOLEAN: bool,
        DataType.DATE: _text("date"),
        DataType.MOMENT: _text("date-time"),
        DataType.ADDRESS: _text("uri"),
        DataType.TEXT: dict[str, str],
        DataType.ADDRESSES: dict[str, str],
        DataType.LIST: list[str],
        DataType.NUMBERS: list[int],
    }[one.type]


def _text(form: str) -> Any:
    """Return a string of a format, which is not read and written anew."""
    return Annotated[str, WithJsonSchema({"type": "string", "format": form})]
