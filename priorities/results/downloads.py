"""The results of a closed consultation as files: figures about all voters together.

Figures by language go through `priorities.results.disclosure`. Spreadsheets are written by
`llex.core.spreadsheets`, in which no text becomes a formula.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from llex.core import languages
from llex.core.spreadsheets.writing import SheetTable, as_csv, as_xlsx
from llex.core.time_zones.moments import moment_text
from priorities.models import Consultation, ConsultationProjection
from priorities.questions import frozen_results
from priorities.questions.registry import kind_of
from priorities.results.disclosure import DisclosedGroup, grouped

SCHEMA: Final = "llex-consultation/1"


@dataclass(frozen=True, slots=True)
class FileType:
    """A format of the results; *is_translated* where its words depend on the language."""

    media_type: str
    write: Callable[[Consultation, str], bytes]
    is_translated: bool = True


def is_public(consultation: Consultation) -> bool:
    """Return whether everybody may have the results: final, and shown or published in a note."""
    if consultation.state != Consultation.State.CLOSED:
        return False
    if consultation.shows_results:
        return True
    return ConsultationProjection.objects.of_result(consultation).exists()


def was_published(consultation: Consultation) -> bool:
    """Return whether a note has published any result of *consultation*."""
    return ConsultationProjection.objects.filter(consultation=consultation).exists()


def _as_csv(consultation: Consultation, language: str) -> bytes:
    return as_csv(_main_table(ResultTexts(consultation, language)))


def _as_xlsx(consultation: Consultation, language: str) -> bytes:
    texts = ResultTexts(consultation, language)
    return as_xlsx([_main_table(texts), _language_table(texts), _about_table(texts)])


def _as_json(consultation: Consultation, language: str) -> bytes:
    frozen = frozen_results.read(consultation)
    common = ("kind", "question", "low", "high", "caveat", "scale", "ballots", "items")
    times = ("opened_at", "closed_at", "reopened_at", "reopen_reason", "reopen_reasons")
    data: dict[str, Any] = {
        "schema": SCHEMA,
        "session": consultation.session.slug,
        "code": consultation.code,
        **{key: frozen[key] for key in common},
        "words": [{key: word[key] for key in word if key != "id"} for word in frozen["words"]],
        **kind_of(consultation).open_data(frozen),
        "by_language": [
            {"languages": group.codes, "ballots": group.ballots} for group in _groups(frozen)
        ],
        "groups": frozen["groups"],
        **{key: frozen[key] for key in times if key in frozen},
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n"


def _groups(frozen: Mapping[str, Any]) -> list[DisclosedGroup]:
    """Return the ballots by language as they may be disclosed.

    Return nothing if voting was opened again: the difference between an earlier and a later result
    would disclose the languages and the answers of the few who voted in between.
    """
    return [] if "reopened_at" in frozen else grouped(frozen["by_language"])


FILE_TYPES: Final[dict[str, FileType]] = {
    "csv": FileType("text/csv; charset=utf-8", _as_csv),
    "xlsx": FileType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _as_xlsx),
    "json": FileType("application/json", _as_json, is_translated=False),
}


class ResultTexts:
    """A frozen result with its texts in one language, else in the session's main one."""

    def __init__(self, consultation: Consultation, language: str) -> None:
        self.consultation = consultation
        self.language = language
        self.kind = kind_of(consultation)
        self.frozen = frozen_results.read(consultation)
        self.order = languages.fallbacks(language, first=consultation.session.main_language)

    def pick(self, texts: Mapping[str, str]) -> str:
        return next((texts[code] for code in self.order if texts.get(code)), "")

    def moment(self, at: str | None) -> str:
        """Return a time in the time zone of the session."""
        if at is None:
            return ""
        return moment_text(datetime.fromisoformat(at), self.consultation.session.time_zone)

    def table(self, name: str, heads: list[str], rows: Iterator[list[Any]]) -> SheetTable:
        rtl = languages.direction(self.language) == "rtl"
        # A spreadsheet program takes no more than 31 characters for the name of a sheet.
        return SheetTable(name[:31], heads, rows, is_right_to_left=rtl)


def _main_table(texts: ResultTexts) -> SheetTable:
    heads, rows = texts.kind.table(texts)
    return texts.table(_("Results"), heads, rows)


def _language_table(texts: ResultTexts) -> SheetTable:
    heads = [pgettext("column of a table", "Language"), pgettext("column of a table", "Ballots")]
    rows = (
        [" + ".join(map(languages.name_of, group.codes)), group.ballots]
        for group in _groups(texts.frozen)
    )
    return texts.table(_("Ballots by language"), heads, rows)


def _about_table(texts: ResultTexts) -> SheetTable:
    heads = [pgettext("column of a table", "Fact"), pgettext("column of a table", "Value")]
    return texts.table(pgettext("sheet of a workbook", "About"), heads, _facts(texts))


def _reason(texts: ResultTexts) -> str:
    """Return why voting was opened again, in the language of the file where it is known."""
    return texts.pick(texts.frozen.get("reopen_reasons", {})) or texts.frozen["reopen_reason"]


def _facts(texts: ResultTexts) -> Iterator[list[Any]]:
    frozen = texts.frozen
    session = texts.consultation.session
    titles = {code: getattr(session, f"title_{code}") for code in languages.CODES}
    yield [_("Session"), texts.pick(titles)]
    yield [_("Question"), texts.pick(frozen["question"])]
    yield [pgettext("column of a table", "Ballots"), frozen["ballots"]]
    yield from map(list, texts.kind.facts(texts))
    yield [_("Voting closed"), texts.moment(frozen["closed_at"])]
    if "reopened_at" in frozen:
        yield [_("Voting was opened again"), texts.moment(frozen["reopened_at"])]
        yield [_("Why it was opened again"), _reason(texts)]
    yield [_("Remark"), texts.pick(frozen["caveat"])]
    small = _("Languages with fewer than five ballots are told together with others.")
    yield [_("Ballots by language"), small]
