"""Texts of a note that come from the note of another session."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from cities.models import Challenge, Contribution, PolicyResponse
from sessions_app.briefing.preflight.findings import Finding
from sessions_app.briefing.preflight.passages import CheckedNote, shortened
from sessions_app.briefing.preflight.rules.pasted_texts import (
    LongParagraph,
    are_alike,
    long_paragraphs,
    runs,
    words_of,
)
from sessions_app.briefing.text_locations import SECTION_FIELDS
from sessions_app.models import KeyPoint, LearningSession

# People paste from notes that are at hand.
_SESSIONS: Final = 25
# Every fifth run of the other text is looked up: nine words in common are always found.
_STEP: Final = 5
_SEVERAL: Final = 0


def check_pasted_from_sessions(session: LearningSession, note: CheckedNote) -> Iterator[Finding]:
    """Find paragraphs, points and rows that are in the note of one other session, or nearly so.

    Texts that several sessions have belong to the series. One query, and one for the
    titles of the sessions found.
    """
    by_run: defaultdict[tuple[str, tuple[str, ...]], list[LongParagraph]] = defaultdict(list)
    for paragraph in long_paragraphs(note):
        for run in runs(paragraph.words):
            by_run[paragraph.passage.language, run].append(paragraph)
    others: defaultdict[int, dict[LongParagraph, int]] = defaultdict(dict)
    for other, language, text in _texts_of_others(session, list(note.documents)):
        for line in text.split("\n"):
            words = words_of(line)
            candidates = {
                one for run in runs(words, _STEP) for one in by_run.get((language, run), ())
            }
            for paragraph in candidates:
                if are_alike(paragraph.words, words):
                    others[paragraph.passage.position].setdefault(paragraph, other)
                    if others[paragraph.passage.position][paragraph] != other:
                        others[paragraph.passage.position][paragraph] = _SEVERAL
    alone = [found for found in others.values() if _SEVERAL not in found.values()]
    titles = LearningSession.objects.in_bulk({key for found in alone for key in found.values()})
    for found in alone:
        # A text is reported once, whatever the number of its languages.
        paragraph, other = next(iter(found.items()))
        message = _("It is also in the session “%(session)s”: “%(passage)s”") % {
            "session": titles[other],
            "passage": shortened(paragraph.text),
        }
        yield paragraph.passage.finding(
            "pasted_text", message, excerpt=paragraph.text, values=(other,)
        )


def _texts_of_others(session: LearningSession, codes: list[str]) -> Iterator[tuple[int, str, str]]:
    """Yield the texts of other sessions: the key of the session, the language, and the text."""
    others = LearningSession.objects.exclude(pk=session.pk).order_by("-starts_at")[:_SESSIONS]
    keys = others.values("pk")
    sources: list[tuple[QuerySet[Any], str, str]] = [
        (LearningSession.objects.filter(pk__in=keys), "pk", field)
        for field in SECTION_FIELDS.values()
        if field != "summary"
    ]
    sources.append((KeyPoint.objects.filter(theme__session__in=keys), "theme__session", "text"))
    for model in (PolicyResponse, Challenge):
        accepted = {"contribution__state": Contribution.State.ACCEPTED}
        rows = model._default_manager.filter(contribution__session__in=keys, **accepted)
        sources.append((rows, "contribution__session", "text"))
    first, *rest = [
        rows.order_by().values_list(F(key), *(F(f"{field}_{code}") for code in codes))
        for rows, key, field in sources
    ]
    for key, *texts in first.union(*rest, all=True):
        for code, text in zip(codes, texts, strict=True):
            if text:
                yield key, code, text
