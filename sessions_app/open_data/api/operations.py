"""The operations of the API: a list of each table, and single records of those with an id."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Query
from ninja.errors import ValidationError as InvalidParameters

from cities.models import City, EntryAddress
from llex.core.open_data.tables import DataTable, DataType
from sessions_app.briefing.withdrawn_editions import EditionWithdrawn
from sessions_app.models import Edition, LearningSession
from sessions_app.open_data.api.problems import problem
from sessions_app.open_data.api.schemas import (
    LANGUAGE_MEANING,
    PAGING,
    Problem,
    language_type,
    page_schema,
    parameters,
    record_schema,
)
from sessions_app.open_data.catalogue import TABLES
from sessions_app.open_data.filters import read_filters, refuse_parameters

api: Final = NinjaAPI(
    title="Live Learning Experiences",
    version="1",
    docs_url=None,
    openapi_url=None,
    urls_namespace="api-1",
)
# The present slug of a record that had another one, by table.
_SLUG_NOW: Final[dict[str, Callable[[str], str | None]]] = {
    "cities": City.slug_now,
    "sessions": LearningSession.slug_now,
}
_LIST_PROBLEMS: Final = dict.fromkeys((400, 404, 405, 406, 429, 500), Problem)
_ONE_PROBLEMS: Final = {**_LIST_PROBLEMS, 410: Problem}
# Library objects that are called with types that are made here.
_query: Any = Query


@api.exception_handler(InvalidParameters)
def _invalid(request: HttpRequest, error: InvalidParameters) -> HttpResponse:
    first = error.errors[0]
    text = _("The parameter “%(name)s” cannot have this value.") % {"name": first["loc"][-1]}
    return problem(request, HTTPStatus.BAD_REQUEST, text, reason=str(first["msg"]))


@api.exception_handler(ValidationError)
def _unknown(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problem(request, HTTPStatus.BAD_REQUEST, error.messages[0])


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(request, HTTPStatus.NOT_FOUND, str(error) or _("There is nothing here."))


@api.exception_handler(Exception)
def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    raise error


def _in_language(table: DataTable, record: dict[str, Any], language: str | None) -> dict[str, Any]:
    """Leave in the texts of a record only those in *language*."""
    if language is None:
        return record
    for one in table.fields:
        value = record[one.name]
        if one.type.is_by_language:
            record[one.name] = {language: value[language]} if language in value else {}
        elif one.type is DataType.OBJECT and value:
            for inner in one.fields:
                if inner.type.is_by_language:
                    texts = value[inner.name]
                    value[inner.name] = {language: texts[language]} if language in texts else {}
    return record


def _page_address(request: HttpRequest, number: int) -> str:
    query = request.GET.copy()
    query["page"] = str(number)
    return f"{settings.SITE_URL}{request.path}?{query.urlencode()}"


def _add_list(table: DataTable) -> None:
    record = record_schema(table)

    def operation(request: HttpRequest, query: Any) -> Any:
        chosen = read_filters(table, request.GET, besides=PAGING)
        rows = table.rows(chosen)
        count = rows.count()
        pages = max(1, -(-count // query.page_size))
        if query.page > pages:
            text = _("There is no page %(page)s; the last one is %(pages)s.")
            raise Http404(text % {"page": query.page, "pages": pages})
        begin = (query.page - 1) * query.page_size
        shown = list(rows[begin : begin + query.page_size])
        return {
            "count": count,
            "page": query.page,
            "pages": pages,
            "next": _page_address(request, query.page + 1) if query.page < pages else None,
            "previous": _page_address(request, query.page - 1) if query.page > 1 else None,
            "results": [_in_language(table, one, query.language) for one in table.shaped(shown)],
        }

    operation.__annotations__["query"] = _query[parameters(table)]
    api.get(
        f"/{table.name}",
        response={200: page_schema(table, record), **_LIST_PROBLEMS},
        operation_id=f"list_{table.name}",
        summary=f"List {table.name}",
        description=str(table.about),
        tags=[table.name],
    )(operation)
    if table.key == ("id",):
        _add_record(table, record)


def _add_record(table: DataTable, schema: Any) -> None:
    lookup = {"measures": "address__slug", "challenges": "address__slug"}.get(table.name, "slug")

    def operation(request: HttpRequest, id: str, language: Any = None) -> Any:  # noqa: A002
        refuse_parameters(request.GET, ("language",))
        found = list(table.query().filter(**{lookup: id})[:1])
        if not found:
            return _elsewhere(request, table, id)
        return _in_language(table, next(table.shaped(found)), language)

    operation.__annotations__["language"] = language_type()
    operation.__defaults__ = (_query(None, description=LANGUAGE_MEANING),)
    api.get(
        f"/{table.name}/{{id}}",
        response={200: schema, **_ONE_PROBLEMS},
        operation_id=f"get_{table.name}",
        summary=f"One of the {table.name}",
        description=str(table.about),
        tags=[table.name],
    )(operation)


def _elsewhere(request: HttpRequest, table: DataTable, slug: str) -> HttpResponse:
    """Lead to the present address of a record, or say that it was withdrawn or never there."""
    now = _SLUG_NOW[table.name](slug) if table.name in _SLUG_NOW else None
    if now and now != slug and table.query().filter(slug=now).exists():
        address = f"{request.path.rpartition('/')[0]}/{now}"
        query = request.META.get("QUERY_STRING", "")
        response = HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
        response["Cache-Control"] = "no-cache"
        return response
    kind = {"measures": "response", "challenges": "challenge"}.get(table.name)
    gone = EntryAddress.objects.filter(kind=kind, slug=slug).first() if kind else None
    if gone is not None:
        at = gone.withdrawn_at.isoformat() if gone.withdrawn_at else None
        text = _("It was published and has been withdrawn.")
        return problem(request, HTTPStatus.GONE, text, withdrawn_at=at)
    raise Http404


@api.get(
    "/editions/{session}/{number}",
    response={200: record_schema(TABLES["editions"]), **_ONE_PROBLEMS},
    operation_id="get_edition",
    summary="One of the editions",
    description=str(TABLES["editions"].about),
    tags=["editions"],
)
def edition(request: HttpRequest, session: str, number: int) -> Any:
    """Return an edition of the note of a session."""
    refuse_parameters(request.GET, ())
    table = TABLES["editions"]
    slugs = {session, LearningSession.slug_now(session)}
    found = list(table.query().filter(session__slug__in=slugs, number=number)[:1])
    if not found:
        return _withdrawn_edition(request, slugs, number)
    return next(table.shaped(found))


def _withdrawn_edition(request: HttpRequest, slugs: set[str | None], number: int) -> HttpResponse:
    """Say that an edition was withdrawn, and why. Raise Http404 where there never was one."""
    rows = Edition.objects.filter(session__slug__in=slugs, number=number)
    gone = rows.select_related("session").first()
    if gone is None or gone.withdrawn_at is None:
        raise Http404
    text = EditionWithdrawn(gone).explanation
    return problem(request, HTTPStatus.GONE, text, withdrawn_at=gone.withdrawn_at.isoformat())


for _table in TABLES.values():
    _add_list(_table)
