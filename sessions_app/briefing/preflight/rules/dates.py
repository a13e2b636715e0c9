"""Dates that are wrong in themselves, or against what the session knows."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from django.utils import formats
from django.utils.translation import gettext as _

from llex.core.text import without_addresses
from sessions_app.briefing.preflight.findings import Finding, Severity
from sessions_app.briefing.preflight.passages import CheckedNote, CheckedText
from sessions_app.briefing.preflight.vocabulary_of_checks import pattern_of, words_for
from sessions_app.briefing.quantities.calendar_dates import (
    NamedDate,
    named_dates,
)

# What tells of the session itself; the measures of cities tell of other days.
_ABOUT_THE_SESSION: Final = frozenset({"introduction", "closing_text", "summary"})
_NEAR: Final = timedelta(days=10)
_FIGURE: Final = re.compile(r"\d")


def check_weekdays(note: CheckedNote) -> Iterator[Finding]:
    """Find weekdays that are not those of their dates; without a year, of the session's year."""
    for passage in note.prose:
        for named in _dates(passage):
            if message := wrong_weekday(named, note.day):
                # Another year may be meant where none is said.
                severity: Severity = "error" if named.year else "warning"
                yield passage.finding(
                    "weekday_differs", message, severity=severity, excerpt=named.text
                )


def wrong_weekday(named: NamedDate, near: date) -> str:
    """Return what is wrong with the weekday of a date, or nothing."""
    days = named.readings(near)
    if named.weekday is None or not days or named.weekday in {day.weekday() for day in days}:
        return ""
    name = formats.date_format(days[0], "l")
    return _("“%(passage)s” is a %(weekday)s in the calendar.") % {
        "passage": named.text,
        "weekday": name,
    }


def check_calendar(note: CheckedNote) -> Iterator[Finding]:
    """Find dates that no calendar has."""
    for passage in note.prose:
        for named in _dates(passage):
            if not named.readings(note.day):
                message = _("“%(passage)s” is in no calendar.") % {"passage": named.text}
                yield passage.finding(
                    "date_impossible", message, severity="error", excerpt=named.text
                )


def check_day_of_session(note: CheckedNote) -> Iterator[Finding]:
    """Find dates for the session, in a sentence about it, that are not its day."""
    for passage in note.prose:
        if passage.target.field in _ABOUT_THE_SESSION:
            for sentence in _dated(passage):
                if named := other_day_of_session(sentence, passage.language, note.day):
                    yield passage.finding(
                        "date_differs",
                        _("“%(passage)s” is not the day of the session, %(day)s.")
                        % {"passage": named.text, "day": _day(note.day)},
                        excerpt=named.text,
                        values=(note.day,),
                    )


def other_day_of_session(sentence: str, language: str, day: date) -> NamedDate | None:
    """Return the date that a sentence about the session gives instead of *day*, or None."""
    if not pattern_of(words_for(language, "session_words")).search(sentence):
        return None
    if pattern_of(words_for(language, "next_words")).search(sentence):
        return None
    found = [(named, named.readings(day)) for named in named_dates(sentence, language)]
    if any(day in days for _named, days in found):
        return None
    for named, days in found:
        for other in days:
            is_close = abs(other - day) <= _NEAR
            same_but_year = (other.day, other.month) == (day.day, day.month)
            if is_close or same_but_year:
                return named
    return None


def check_next_session(note: CheckedNote) -> Iterator[Finding]:
    """Find announcements of the next session on a day that is already past."""
    for passage in note.prose:
        for sentence in _dated(passage):
            if not pattern_of(words_for(passage.language, "next_words")).search(sentence):
                continue
            for named in named_dates(sentence, passage.language)[:1]:
                days = named.readings(note.day)
                if days and all(day <= note.day for day in days):
                    message = _("“%(passage)s” is not after this session, %(day)s.") % {
                        "passage": named.text,
                        "day": _day(note.day),
                    }
                    severity: Severity = "error" if named.year else "warning"
                    yield passage.finding(
                        "next_session_differs",
                        message,
                        severity=severity,
                        excerpt=named.text,
                        values=(note.day,),
                    )


def check_since(note: CheckedNote) -> Iterator[Finding]:
    """Find what has been so since a day that is after the session."""
    for passage in note.prose:
        words = words_for(passage.language, "since_words")
        for sentence in _dated(passage):
            for named in named_dates(sentence, passage.language):
                before = sentence[: named.start].rstrip()
                ends = [
                    one for one in pattern_of(words).finditer(before) if one.end() > len(before) - 4
                ]
                days = named.readings(note.day)
                # A note is written in the days after its session.
                if ends and days and named.year and min(days) > note.day + _NEAR:
                    message = _("“%(passage)s” is after this session, %(day)s.") % {
                        "passage": named.text,
                        "day": _day(note.day),
                    }
                    yield passage.finding(
                        "date_differs", message, excerpt=named.text, values=(note.day,)
                    )


def _dates(passage: CheckedText) -> tuple[NamedDate, ...]:
    if not _FIGURE.search(passage.plain):
        return ()
    return named_dates(without_addresses(passage.plain), passage.language)


def _dated(passage: CheckedText) -> list[str]:
    return [one for one in passage.sentences if _FIGURE.search(one)]


def _day(day: date) -> str:
    return formats.date_format(day, _("j F Y"))
