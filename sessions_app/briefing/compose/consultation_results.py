"""The result of a consultation, from what was frozen when it closed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from llex.core.text import Phrase
from priorities.models import Consultation
from priorities.questions import frozen_results
from priorities.questions.registry import kind_of
from priorities.results.disclosure import languages_told
from priorities.results.published import ConsultationResult, Reopening, ResultGroup


def compose_results(
    consultation: Consultation, order: Sequence[str], main_language: str
) -> ConsultationResult:
    """Return a closed consultation as the note publishes it.

    *order* are the languages in which to look for a text, the note's own first. No query is made
    if the services were prefetched.
    """
    frozen = frozen_results.read(consultation)
    texts = _Texts(order)
    common = {
        "question": texts.always(frozen["question"]),
        "ballots": frozen["ballots"],
        "languages": languages_told(frozen["by_language"]),
        "caveat": texts.phrase(frozen["caveat"]),
        "reopened": _reopening(consultation, frozen, texts, main_language),
        "code": consultation.code,
        "groups": tuple(map(_group, frozen["groups"])),
    }
    return kind_of(consultation).result(frozen, texts, common)


def _group(group: Mapping[str, Any]) -> ResultGroup:
    return ResultGroup(group["by"], tuple(group["codes"]), group["ballots"], group["values"])


class _Texts:
    """The texts in the first language of *order* that has them."""

    def __init__(self, order: Sequence[str]) -> None:
        self.order = order

    def phrase(self, texts: Mapping[str, str]) -> Phrase | None:
        return next((Phrase(code, texts[code]) for code in self.order if texts.get(code)), None)

    def always(self, texts: Mapping[str, str]) -> Phrase:
        return self.phrase(texts) or Phrase(self.order[0], "")


def _reopening(
    consultation: Consultation,
    frozen: frozen_results.Frozen,
    texts: _Texts,
    main_language: str,
) -> Reopening | None:
    if not (at := frozen.get("reopened_at")):
        return None
    # Results of earlier versions have the reason in the main language of the session only.
    known = {main_language: frozen.get("reopen_reason", "")}
    reason = texts.always(frozen.get("reopen_reasons") or known)
    # The day in the time zone of the session.
    zone = ZoneInfo(consultation.session.time_zone)
    return Reopening(datetime.fromisoformat(at).astimezone(zone), reason)
