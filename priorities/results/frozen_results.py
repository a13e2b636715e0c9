"""What closing freezes: the figures, and the words in which people were asked.

A frozen result says its own version. Those of version 1, from before there were words, hold no
wording and no origins; they are read with the wording of today.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final, NotRequired

from django.db import models

from llex.core import languages
from llex.core.languages.translation_marks import text_in
from priorities.results.tally import Count, ItemTally, tally

if TYPE_CHECKING:
    from priorities.models import Consultation, Service

SCHEMA: Final = "llex-results/2"

# A text by the codes of the languages that have it.
Texts = dict[str, str]


class FrozenItem(ItemTally):
    """How one service was rated, and the *name* under which it was."""

    name: Texts


class Frozen(Count):
    """The final result of a consultation, as it is kept and never changed.

    *question*, *low* and *high* (the ends of the scale) and the names of the items are as they were
    asked. *opened_at*, *closed_at* and *reopened_at* are ISO 8601 times. Where voting was opened
    again, *reopen_reason* says why in the main language of the session, *reopen_reasons* in each.
    """

    schema: str
    items: list[FrozenItem]
    question: Texts
    low: Texts
    high: Texts
    caveat: Texts
    opened_at: str | None
    closed_at: str | None
    reopened_at: NotRequired[str]
    reopen_reason: NotRequired[str]
    reopen_reasons: NotRequired[Texts]


def freeze(consultation: Consultation) -> Frozen:
    """Count a consultation that has just been closed and return all that is kept of it."""
    counted = tally(consultation)
    services = {service.slug: service for service in consultation.services.all()}
    frozen: dict[str, Any] = {
        "schema": SCHEMA,
        **counted,
        "items": [
            {**item, "name": texts(services[item["service"]], "name")} for item in counted["items"]
        ],
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
    return frozen  # type: ignore[return-value]


def is_blank(consultation: Consultation) -> bool:
    """Tell whether people were asked in a closed consultation and nobody answered.

    Where voting was elsewhere and only the question is known, nobody was asked here.
    """
    kept: dict[str, Any] = consultation.results or {}
    asked = consultation.kind == consultation.Kind.WORDS or kept.get("items")
    return bool(asked) and not kept.get("ballots")


def recount(consultation: Consultation) -> None:
    """Count a closed consultation again after its words were merged; the wording stays."""
    words = tally(consultation)["words"]
    consultation.results = {**(consultation.results or {}), "words": words}
    rows = type(consultation)._base_manager.filter(pk=consultation.pk)
    rows.update(results=consultation.results)


def read(consultation: Consultation, asked_about: Iterable[Service] | None = None) -> Frozen:
    """Return the result of a closed consultation, whichever version it was frozen in.

    What was asked stays as it was asked; a language in which it was not asked is filled in with
    today's translation, and so is the reason for reopening. The remark on the figures was never
    asked: it is today's, where there is one. No query is made where the services were prefetched
    or are given as *asked_about*.
    """
    kept: dict[str, Any] = consultation.results or {}
    known = consultation.services.all() if asked_about is None else asked_about
    services = {service.slug: service for service in known}
    asked = {
        field: texts(consultation, field) | kept.get(field, {})
        for field in ("question", "low", "high")
    }
    items = [
        {**item, "name": _names(services.get(item["service"])) | item.get("name", {})}
        for item in kept.get("items", ())
    ]
    frozen: dict[str, Any] = {
        "schema": SCHEMA,
        "kind": consultation.kind,
        "ballots": 0,
        "by_language": {},
        "by_origin": {},
        "scale": consultation.scale,
        "words": [],
        "opened_at": _time(consultation.opened_at),
        "closed_at": _time(consultation.closed_at),
        **kept,
        **asked,
        "items": items,
        "caveat": kept.get("caveat", {}) | texts(consultation, "caveat"),
    }
    if "reopened_at" in kept:
        reasons = texts(consultation, "reopen_reason")
        frozen["reopen_reasons"] = reasons | kept.get("reopen_reasons", {})
    return frozen  # type: ignore[return-value]


def _names(service: Service | None) -> Texts:
    return texts(service, "name") if service else {}


def texts(subject: models.Model, field: str) -> Texts:
    """Return a translated field in all languages that have it."""
    return {code: text for code in languages.CODES if (text := text_in(subject, field, code))}


def _time(value: Any) -> str | None:
    return value.isoformat() if value else None
