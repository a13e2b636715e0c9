"""The tables of open data about cities: measures, challenges, answers and cities."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cities.models import (
    City,
    CityNameProjection,
    CityProjection,
    EntryAnswerProjection,
    EntryKind,
    EntryProjection,
)
from cities.public.entries import published
from cities.public.open_data import absolute, entries_data
from llex.core import languages
from llex.core.languages.countries import country_name
from llex.core.languages.regions import REGIONS
from llex.core.open_data.tables import DataField, DataTable, DataType

_REGIONS: Final = tuple(code for code in REGIONS if code)
_COUNTRY: Final = DataField(
    "country",
    DataType.STRING,
    _("country, by its two letters in ISO 3166"),
    required=False,
    example="CO",
)
_REGION: Final = DataField(
    "region",
    DataType.STRING,
    _("region of the world: AF, AS, EU, NA (with Central America), SA, OC, AN"),
    required=False,
    values=_REGIONS,
)
_POPULATION: Final = DataField(
    "population",
    DataType.INTEGER,
    _("inhabitants"),
    unit=pgettext_lazy("unit", "people"),
    required=False,
    minimum=0,
)
_PLACE: Final = (
    DataField(
        "latitude",
        DataType.NUMBER,
        _("latitude (WGS 84)"),
        unit=pgettext_lazy("unit", "degrees"),
        required=False,
        minimum=-90,
        maximum=90,
    ),
    DataField(
        "longitude",
        DataType.NUMBER,
        _("longitude (WGS 84)"),
        unit=pgettext_lazy("unit", "degrees"),
        required=False,
        minimum=-180,
        maximum=180,
    ),
)
_CITY: Final = DataField(
    "city",
    DataType.OBJECT,
    _("the city"),
    fields=(
        DataField("id", DataType.STRING, _("city, by its id"), refers_to="cities"),
        DataField("name", DataType.TEXT, _("name of the city")),
        _COUNTRY,
        _REGION,
        _POPULATION,
        *_PLACE,
    ),
)
_ID: Final = DataField("id", DataType.STRING, _("identifier, the end of its address; it stays"))
_URL: Final = DataField("url", DataType.ADDRESS, _("address of its page"))
_SERVICES: Final = DataField(
    "services", DataType.LIST, _("topics (public services), by their ids"), refers_to="services"
)
_ENTRY: Final = (
    _ID,
    _URL,
    _CITY,
    DataField("session", DataType.STRING, _("session, by its id"), refers_to="sessions"),
    DataField("date", DataType.DATE, _("day of the session, at its place")),
    DataField("edition", DataType.INTEGER, _("edition of the note that prints it"), minimum=1),
    DataField("published_at", DataType.MOMENT, _("when this edition was published (UTC)")),
    DataField("note", DataType.ADDRESS, _("address of the note")),
    DataField("language", DataType.STRING, _("main language of the note")),
    DataField("title", DataType.TEXT, _("title, or the first sentence")),
    DataField("text", DataType.TEXT, _("text without formatting")),
    _SERVICES,
)
_MEASURE: Final = (
    *_ENTRY,
    DataField("since", DataType.DATE, _("in force since"), required=False),
    DataField("source", DataType.STRING, _("source that the city names"), required=False),
    DataField(
        "status",
        DataType.STRING,
        _("what the city said later: true (still true), changed or ended; empty if not asked yet"),
        required=False,
        values=("true", "changed", "ended"),
    ),
    DataField("status_date", DataType.DATE, _("day on which the city said so"), required=False),
    DataField(
        "answers",
        DataType.LIST,
        _("challenges that it answers, by their ids"),
        refers_to="challenges",
    ),
)
_CHALLENGE: Final = (
    *_ENTRY,
    DataField(
        "answered_by",
        DataType.LIST,
        _("measures that answer it, by their ids"),
        refers_to="measures",
    ),
)
_ANSWER: Final = (
    DataField("measure", DataType.STRING, _("measure, by its id"), refers_to="measures"),
    DataField("challenge", DataType.STRING, _("challenge, by its id"), refers_to="challenges"),
)
_CITY_FIELDS: Final = (
    _ID,
    _URL,
    DataField("name", DataType.TEXT, _("name of the city")),
    DataField(
        "kind",
        DataType.STRING,
        _("city, metropolis, region or association of local governments"),
        values=tuple(City.Kind.values),
    ),
    _COUNTRY,
    DataField("country_name", DataType.TEXT, _("name of the country")),
    _REGION,
    *_PLACE,
    _POPULATION,
    DataField(
        "population_year", DataType.INTEGER, _("year of the population figure"), required=False
    ),
    DataField("sessions", DataType.INTEGER, _("sessions to which it contributed"), minimum=0),
    DataField("measures", DataType.INTEGER, _("published measures"), minimum=0),
    DataField("challenges", DataType.INTEGER, _("published challenges"), minimum=0),
)


def _entries(kind: EntryKind) -> QuerySet[EntryProjection]:
    return published().filter(kind=kind).order_by("-starts_at", "-pk")


def _answers() -> QuerySet[EntryAnswerProjection]:
    """Return the answers to challenges that are published, too, with the slug of the challenge."""
    asked = EntryProjection.objects.filter(
        kind=EntryKind.CHALLENGE, number=OuterRef("challenge")
    ).values("address__slug")[:1]
    rows = EntryAnswerProjection.objects.annotate(challenge_slug=Subquery(asked))
    return (
        rows.filter(challenge_slug__isnull=False).select_related("response__address").order_by("pk")
    )


def _answer_records(rows: Sequence[Any]) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield {"measure": row.response.address.slug, "challenge": row.challenge_slug}


def _city_records(rows: Sequence[CityProjection]) -> Iterator[dict[str, Any]]:
    names: dict[int, dict[str, str]] = {row.pk: {} for row in rows}
    for name in CityNameProjection.objects.filter(city__in=names):
        if name.name_language == name.language:
            names[name.city_id][name.language] = name.name
    for row in rows:
        code = row.country
        yield {
            "id": row.slug,
            "url": absolute("cities:city_detail", row.slug),
            "name": names[row.pk],
            "kind": row.kind,
            "country": code or None,
            "country_name": {one: country_name(code, one) for one in languages.CODES if code},
            "region": row.continent or None,
            "latitude": row.latitude,
            "longitude": row.longitude,
            "population": row.population,
            "population_year": row.population_year,
            "sessions": row.contribution_count,
            "measures": row.response_count,
            "challenges": row.challenge_count,
        }


_ENTRY_FILTERS: Final = {
    "city": "city__slug",
    "country": "city__country",
    "region": "city__continent",
    "service": "services__service",
    "session": "contribution__session_slug",
    "year": "starts_at__year",
    "published_after": "contribution__published_at__gt",
}

MEASURES: Final = DataTable(
    "measures",
    _("Measures"),
    _("What cities did: each policy response as the current edition of its note prints it."),
    _MEASURE,
    ("id",),
    lambda: _entries(EntryKind.RESPONSE),
    entries_data,
    {**_ENTRY_FILTERS, "status": "status"},
)
CHALLENGES: Final = DataTable(
    "challenges",
    _("Challenges"),
    _("What cities find hard, and the measures that answer it."),
    _CHALLENGE,
    ("id",),
    lambda: _entries(EntryKind.CHALLENGE),
    entries_data,
    _ENTRY_FILTERS,
)
ANSWERS: Final = DataTable(
    "answers",
    _("Answers"),
    _("Which measure answers which challenge: one line for each pair."),
    _ANSWER,
    ("measure", "challenge"),
    _answers,
    _answer_records,
    {
        "city": "response__city__slug",
        "country": "response__city__country",
        "service": "response__services__service",
        "session": "response__contribution__session_slug",
    },
)
CITIES: Final = DataTable(
    "cities",
    _("Cities"),
    _("Cities of which something has been published."),
    _CITY_FIELDS,
    ("id",),
    lambda: CityProjection.objects.order_by("slug"),
    _city_records,
    {
        "city": "slug",
        "country": "country",
        "region": "continent",
        "service": "services__service",
        "session": "contributions__session_slug",
    },
)
