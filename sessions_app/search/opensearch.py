"""OpenSearch as the engine of the search, where SEARCH_URL names an index of it.

It has for each row what is asked and ranked by; what is shown is read from the database. The name
of the index is an alias, so that a rebuilt one takes the place of the former at once.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from importlib import import_module
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django_tasks import task

from llex.core.db.full_text import AllOf, AtLeast, Condition, Prefix
from sessions_app.models import SearchDocument
from sessions_app.search.asking import Asked, Candidate, Counts
from sessions_app.search.filters import NOT_ASKED

opensearchpy: Any
try:
    opensearchpy = import_module("opensearchpy")
except ImportError:  # a site with its search in the database has no need of it
    opensearchpy = None

logger = logging.getLogger(__name__)

# Seconds that a reader waits before the database is asked.
_SECONDS: Final = 2
_AT_A_TIME: Final = 500
_CHOICES: Final = 300
# Set while OpenSearch lacks what was published; until it is rebuilt the database is asked.
_BEHIND: Final = "opensearch-is-behind"
_KEYWORDS: Final = (
    *("readers", "kind", "region", "country", "size", "session", "status", "language"),
    *("services", "challenges", "tokens"),
)
_MAPPING: Final = {
    "dynamic": "strict",
    "properties": {
        **{name: {"type": "keyword"} for name in _KEYWORDS},
        "year": {"type": "short"},
        "day": {"type": "date"},
        "words": {"type": "keyword", "index": False, "doc_values": False},
    },
}


# The field of a filter where it has another name.
_FIELDS: Final = {"service": "services", "challenge": "challenges"}


class Unavailable(Exception):
    """OpenSearch does not answer, or not rightly."""


def candidates(asked: Asked, most: int) -> list[Candidate]:
    """Return *most* of the rows that are asked for, those with the rarest words first."""
    body = {"query": query(asked), "size": most, "_source": ["kind", "day", "words"]}
    hits = _search({**body, "track_total_hits": False})["hits"]["hits"]
    return [
        Candidate.read(
            int(hit["_id"]),
            hit["_source"]["kind"],
            date.fromisoformat(hit["_source"]["day"]),
            hit["_source"]["words"],
        )
        for hit in hits
    ]


def count(asked: Asked) -> Counts:
    """Count what is asked for by the values of each filter."""
    names = {name: name for name in (*_KEYWORDS[1:8], "year")} | _FIELDS
    wanted = {name: {"terms": {"field": field, "size": _CHOICES}} for name, field in names.items()}
    found = _search({"query": query(asked), "size": 0, "aggs": wanted})["aggregations"]
    return {
        name: {str(one["key"]): one["doc_count"] for one in found[name]["buckets"]}
        for name in names
    }


def query(asked: Asked) -> dict[str, Any]:
    """Return what is asked in the language of OpenSearch."""
    filters: list[dict[str, Any]] = [{"term": {"readers": asked.readers}}]
    if asked.kind:
        filters.append({"term": {"kind": asked.kind}})
    for name, values in asked.filters.chosen.items():
        filters.append({"terms": {_FIELDS.get(name, name): list(values)}})
    found: dict[str, Any] = {"filter": filters}
    if asked.conditions:
        found["must"] = [_written(condition) for condition in asked.conditions]
    return {"bool": found}


def _written(condition: Condition) -> dict[str, Any]:
    if isinstance(condition, str):
        return {"term": {"tokens": condition}}
    if isinstance(condition, Prefix):
        return {"prefix": {"tokens": condition.start}}
    parts = [_written(part) for part in condition.parts]
    if isinstance(condition, AllOf):
        return {"bool": {"must": parts}}
    number = condition.number if isinstance(condition, AtLeast) else 1
    return {"bool": {"should": parts, "minimum_should_match": number}}


# --- Writing --------------------------------------------------------------------------------------


@task()
def index(written: list[int], gone: list[int]) -> None:
    """Write the rows with the keys *written* into the index, and take out those that are gone."""
    rows = SearchDocument.objects.filter(pk__in=written).iterator(chunk_size=_AT_A_TIME)
    try:
        _bulk(_index_name(), [*_deletions(gone), *map(_document, rows)])
    except Unavailable:
        cache.set(_BEHIND, value=True, timeout=None)
        logger.exception(
            "What was published is not in OpenSearch: the database is searched until"
            " manage.py rebuild_projection was run."
        )


def rebuild() -> None:
    """Write a new index of all rows, and let it take the place of the former one."""
    alias, client = _index_name(), _client(settings.SEARCH_URL)
    name = f"{alias}-{secrets.token_hex(4)}"
    with _told():
        client.indices.create(index=name, body={"mappings": _MAPPING})
    _bulk(name, map(_document, SearchDocument.objects.iterator(chunk_size=_AT_A_TIME)))
    with _told():
        client.indices.refresh(index=name)
        former = [one for one in client.indices.get(index=f"{alias}-*") if one != name]
        moves = [{"add": {"index": name, "alias": alias}}]
        client.indices.update_aliases(
            body={"actions": [*moves, *({"remove_index": {"index": one}} for one in former)]}
        )
    cache.delete(_BEHIND)


def _deletions(keys: Iterable[int]) -> Iterator[dict[str, Any]]:
    for key in keys:
        yield {"_op_type": "delete", "_id": str(key)}


def _document(row: SearchDocument) -> dict[str, Any]:
    """Return a row as OpenSearch keeps it, without what is only shown."""
    fields = {name: getattr(row, name) for name in _KEYWORDS[:8]}
    if row.kind == SearchDocument.Kind.MEASURE:
        fields["status"] = row.status or NOT_ASKED
    return {
        "_id": str(row.pk),
        **{name: value for name, value in fields.items() if value},
        "services": row.services.split(),
        "challenges": row.challenges.split(),
        "tokens": sorted(set(row.words.split())),
        "words": row.words,
        "day": row.day.isoformat(),
        "year": row.year,
    }


# --- Asking it ------------------------------------------------------------------------------------


def _search(body: dict[str, Any]) -> dict[str, Any]:
    if cache.get(_BEHIND):
        raise Unavailable("OpenSearch lacks what was published.")
    with _told():
        found: dict[str, Any] = _client(settings.SEARCH_URL).search(index=_index_name(), body=body)
    return found


def _bulk(name: str, documents: Iterable[dict[str, Any]]) -> None:
    """Write into an index that there is; a row that is gone already may be taken out again."""
    with _told():
        opensearchpy.helpers.bulk(
            _client(settings.SEARCH_URL),
            documents,
            index=name,
            chunk_size=_AT_A_TIME,
            ignore_status=(404,),
            refresh=False,
        )


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except opensearchpy.exceptions.OpenSearchException as error:
        raise Unavailable(str(error)) from error


def _index_name() -> str:
    return urlsplit(settings.SEARCH_URL).path.strip("/")


@lru_cache(maxsize=2)
def _client(address: str) -> Any:
    """Return what talks to the server at *address*; its connections are kept."""
    check(address)
    parts = urlsplit(address)
    is_encrypted = parts.scheme == "https"
    return opensearchpy.OpenSearch(
        hosts=[{"host": parts.hostname, "port": parts.port or (443 if is_encrypted else 9200)}],
        http_auth=(unquote(parts.username), unquote(parts.password or ""))
        if parts.username
        else None,
        use_ssl=is_encrypted,
        timeout=_SECONDS,
        max_retries=0,
    )


def check(address: str) -> None:
    """Raise ImproperlyConfigured with what is wrong with the address of an index."""
    parts = urlsplit(address)
    if (
        parts.scheme not in ("opensearch", "https")
        or not parts.hostname
        or not parts.path.strip("/")
    ):
        raise ImproperlyConfigured(
            "SEARCH_URL is to be opensearch://HOST:9200/INDEX, or https:// for an encrypted one."
        )
    if opensearchpy is None:
        raise ImproperlyConfigured(
            "SEARCH_URL names an OpenSearch server: run pip install opensearch-py, or leave it"
            " empty to search in the database."
        )
