"""The short version of a note: what fits on one page, and what a mail says of it.

A finding longer than the page has room for gives its first sentences, and the check says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import singledispatch
from typing import Final

from django.utils.translation import ngettext

from llex.core.languages.numbers import number
from llex.core.text import Bullets, Phrase, RichText, to_plain
from llex.core.text.sentences import sentences
from priorities.results.published import ChoiceResult, ConsultationResult, RatingsResult
from sessions_app.briefing import summary
from sessions_app.briefing.document import Document

# So many findings, characters of each, services of the chart and cities have room on the page.
MOST_FINDINGS: Final = summary.MOST
LONGEST_FINDING: Final = 320
_SERVICES: Final = 5
_CITIES: Final = 48


@dataclass(frozen=True, slots=True)
class ShortVersion:
    """The content of the page. *findings* are lines; *more_cities* says how many are not named.

    *result* is the first consultation whose services were compared, those rated highest alone.
    """

    findings: tuple[Phrase, ...]
    figures: tuple[tuple[str, str], ...]
    result: ConsultationResult | None
    cities: tuple[Phrase, ...]
    more_cities: str = ""


def short_version(document: Document) -> ShortVersion:
    """Return the short version; its figures are in the active language.

    A note without a summary is told by the first sentences of its introduction.
    """
    findings = list(summary_lines(document.summary)) or opening(document.introduction)
    names = [row.city.name for row in document.rows]
    return ShortVersion(
        findings=tuple(shortened(one) for one in findings[:MOST_FINDINGS]),
        figures=tuple(summary.figures(document)),
        result=_first_compared(document),
        cities=tuple(names[:_CITIES]),
        more_cities=_more(len(names) - _CITIES),
    )


def summary_lines(text: RichText | None) -> Iterator[Phrase]:
    """Yield the findings of a summary, each in one line."""
    for block in text.blocks if text else ():
        for item in block.items if isinstance(block, Bullets) else ():
            yield _line(RichText(text.language if text else "", item.blocks))


def opening(text: RichText | None) -> list[Phrase]:
    """Return the first paragraph of a text as a line, if it has any."""
    return [_line(RichText(text.language, text.blocks[:1]))] if text else []


def shortened(finding: Phrase) -> Phrase:
    """Return the sentences of *finding* that have room, or as many words of the first."""
    if len(finding.text) <= LONGEST_FINDING:
        return finding
    text = ""
    for sentence in sentences(finding.text):
        longer = f"{text} {sentence}".strip()
        if len(longer) > LONGEST_FINDING:
            break
        text = longer
    if not text:
        words = finding.text[:LONGEST_FINDING]
        text = f"{(words.rpartition(' ')[0] or words[:-1]).rstrip(' ,;:،؛')}…"
    return Phrase(finding.language, text)


def _line(text: RichText) -> Phrase:
    return Phrase(text.language, " ".join(to_plain(text).split()))


def _first_compared(document: Document) -> ConsultationResult | None:
    results = (first_services(one) for one in document.consultations if one.has_results)
    return next(filter(None, results), None)


@singledispatch
def first_services(result: ConsultationResult) -> ConsultationResult | None:
    """Return *result* with the services that came first alone, None for another kind."""
    return None


@first_services.register
def _of_ratings(result: RatingsResult) -> RatingsResult:
    return replace(result, items=result.items[:_SERVICES])


@first_services.register
def _of_choice(result: ChoiceResult) -> ChoiceResult:
    return replace(result, choices=result.choices[:_SERVICES])


def _more(count: int) -> str:
    if count <= 0:
        return ""
    text = ngettext("%(count)s more city", "%(count)s more cities", count)
    return text % {"count": number(count)}
