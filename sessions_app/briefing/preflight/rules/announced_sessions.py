"""The day of the next session in prose, held against the session that is planned."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _

from sessions_app.briefing.preflight.findings import Finding
from sessions_app.briefing.preflight.passages import CheckedNote
from sessions_app.briefing.preflight.rules.facts_of_the_session import session_numbers
from sessions_app.briefing.preflight.vocabulary_of_checks import pattern_of, words_for
from sessions_app.briefing.quantities.calendar_dates import NamedDate, named_dates
from sessions_app.models import LearningSession


def check_day_of_next_session(session: LearningSession, note: CheckedNote) -> Iterator[Finding]:
    """Find announcements of the next session on another day than it is planned for.

    One query where a session is announced with a date.
    """
    announced = [
        (passage, announcement)
        for passage in note.passages
        if passage.is_section
        for sentence in passage.sentences
        if (announcement := announcement_in(sentence, passage.language)) is not None
    ]
    following = _following(session) if announced else None
    if following is None:
        return
    day = following.starts_at.astimezone(ZoneInfo(following.time_zone)).date()
    for passage, announcement in announced:
        if announcement.is_other_day(day, following.number):
            message = _("“%(passage)s”: the next session is planned for %(day)s.") % {
                "passage": announcement.named.text,
                "day": formats.date_format(day, _("j F Y")),
            }
            yield passage.finding(
                "next_session_differs", message, excerpt=announcement.named.text, values=(day,)
            )


@dataclass(frozen=True, slots=True)
class Announcement:
    """The date of a session that a sentence calls the next one, or by one of *numbers*."""

    named: NamedDate
    is_next: bool
    numbers: frozenset[int]

    def is_other_day(self, day: date, number: int | None) -> bool:
        """Return whether it tells another day of the session *number*, which is next."""
        days = self.named.readings(day)
        return (self.is_next or number in self.numbers) and bool(days) and day not in days


def announcement_in(sentence: str, language: str) -> Announcement | None:
    """Return what a sentence announces, if it names a session and one date."""
    is_next = bool(pattern_of(words_for(language, "next_words")).search(sentence))
    numbers = frozenset(said for said, _written in session_numbers(sentence, language))
    if not is_next and not numbers:
        return None
    # Of several dates nobody knows which is the day of the session.
    found = named_dates(sentence, language)
    return Announcement(found[0], is_next, numbers) if len(found) == 1 else None


def _following(session: LearningSession) -> LearningSession | None:
    later = session.series.sessions.filter(starts_at__gt=session.starts_at, cancelled_at=None)
    return later.order_by("starts_at", "pk").first()
