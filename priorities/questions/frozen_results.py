"""The frozen result of a closed consultation: its figures, and its texts as people read them.

A frozen result names its version. Those of version 1 have no texts and no origins of ballots; they
are read with the texts of today.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from django.db import models
from django.db.models import Count

from llex.core import languages
from llex.core.languages.translation_marks import text_in
from priorities.questions.registry import kind_of
from priorities.questions.tally import counted_ballots, tally

if TYPE_CHECKING:
    from priorities.models import Consultation, Service

SCHEMA: Final = "llex-results/2"

# A text by the codes of the languages that have it.
Texts = dict[str, str]


# The final result of a consultation, as it is stored and never changed: what `tally` returns, with
# *question*, *low* and *high* (the ends of the scale) and the names of services as they were asked.
# *groups* are those of `priorities.results.breakdown`; older results have none.
# *opened_at*, *closed_at* and *reopened_at* are ISO 8601 times. Where voting was opened again,
# *reopen_reason* gives the reason in the main language of the session, *reopen_reasons* in each.
Frozen = dict[str, Any]


def freeze(consultation: Consultation) -> Frozen:
    """Count a consultation that has just been closed and return what is stored of it."""
    counted = tally(consultation)
    services = {service.slug: service for service in consultation.services.all()}
    ballots, turnout = counted_ballots(consultation), {"language": counted["by_language"]}
    if consultation.asks_region:
        turnout["region"] = dict(ballots.values_list("region").annotate(Count("pk")).order_by())
    frozen: Frozen = {
        "schema": SCHEMA,
        **counted,
        "groups": kind_of(consultation).break_down(consultation, ballots, turnout),
        **_named(consultation, counted, services),
        **{field: texts(consultation, field) for field in ("question", "low", "high", "caveat")},
        "opened_at": _time(consultation.opened_at),
        "closed_at": _time(consultation.closed_at),
    }
    if consultation.reopened_at:
        frozen["reopened_at"] = _time(consultation.reopened_at)
        reasons = texts(consultation, "reopen_reason")
        main = consultation.session.main_language
        frozen["reopen_reason"] = reasons.get(main) or next(iter(reasons.values()), "")
        frozen["reopen_reasons"] = reasons
    return frozen


def is_blank(consultation: Consultation) -> bool:
    """Return whether people were asked in a closed consultation and none answered.

    Where voting was elsewhere and only the question is known, no one was asked here.
    """
    results: Frozen = consultation.results or {}
    return kind_of(consultation).was_asked(results) and not results.get("ballots")


def recount(consultation: Consultation) -> None:
    """Count a closed consultation again after its words were merged; its texts stay."""
    words = tally(consultation)["words"]
    consultation.results = (consultation.results or {}) | {"words": words}
    rows = type(consultation)._base_manager.filter(pk=consultation.pk)
    rows.update(results=consultation.results)


def read(consultation: Consultation, asked_about: Iterable[Service] | None = None) -> Frozen:
    """Return the result of a closed consultation, whichever version it was frozen in.

    The texts are those in which people were asked; a language in which they were not asked is
    filled in with today's translation, and so is the reason for reopening. The remark on the
    figures is today's. No query is made if the services were prefetched or are given as
    *asked_about*.
    """
    stored: Frozen = consultation.results or {}
    known = consultation.services.all() if asked_about is None else asked_about
    services = {service.slug: service for service in known}
    asked = {
        field: texts(consultation, field) | stored.get(field, {})
        for field in ("question", "low", "high")
    }
    frozen: Frozen = {
        "schema": SCHEMA,
        "kind": consultation.kind,
        "ballots": 0,
        "by_language": {},
        "by_origin": {},
        "scale": consultation.scale,
        "items": [],
        "words": [],
        "groups": [],
        "opened_at": _time(consultation.opened_at),
        "closed_at": _time(consultation.closed_at),
        **stored,
        **asked,
        **_named(consultation, stored, services),
        "caveat": stored.get("caveat", {}) | texts(consultation, "caveat"),
    }
    if "reopened_at" in stored:
        reasons = texts(consultation, "reopen_reason")
        frozen["reopen_reasons"] = reasons | stored.get("reopen_reasons", {})
    return frozen


def _named(
    consultation: Consultation, counted: Frozen, services: Mapping[str, Service]
) -> dict[str, list[dict[str, Any]]]:
    """Return the rows about services with the *name* of each, if the kind of question has any."""
    key = kind_of(consultation).service_rows
    if not key:
        return {}
    rows: list[dict[str, Any]] = counted.get(key, [])
    return {
        key: [
            {**row, "name": _names(services.get(row["service"])) | row.get("name", {})}
            for row in rows
        ]
    }


def _names(service: Service | None) -> Texts:
    return texts(service, "name") if service else {}


def texts(subject: models.Model, field: str) -> Texts:
    """Return a translated field in all languages that have it."""
    return {code: text for code in languages.CODES if (text := text_in(subject, field, code))}


def _time(value: Any) -> str | None:
    return value.isoformat() if value else None
