"""The rows of the sessions that are worked on, read for all of them together."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Exists, OuterRef, Prefetch, Q, prefetch_related_objects
from django.utils.timezone import now

from cities.models import Contribution
from llex.core.models import TranslationMark
from sessions_app.briefing.compose.note_rows import NoteRows, printed_relations
from sessions_app.cockpit.city_lines import CityLine, city_lines, invitation_summaries
from sessions_app.cockpit.text_states import Marks
from sessions_app.models import (
    Edition,
    LearningSession,
    Participant,
    Quote,
    ReviewComment,
    SpeakerInvitation,
)

# More are in the list of sessions.
LIMIT: Final = 12


@dataclass(frozen=True, slots=True)
class SessionAtWork:
    """A session with its cities as its own page shows them. *is_published*: it has an edition.

    *comments* are the numbers of open comments on its draft, by the role of their writers.
    """

    rows: NoteRows
    cities: list[CityLine]
    comments: Mapping[str, int]
    is_published: bool

    @property
    def session(self) -> LearningSession:
        """Return the session, read with what its note is made of."""
        return self.rows.session


def worked_on() -> Any:
    """Return the sessions to come, and those held that wait for a note or for an organiser.

    One that was cancelled is shown until its day has come.
    """
    submitted = Contribution.objects.awaiting_review().filter(session=OuterRef("pk"))
    comments = ReviewComment.objects.open().filter(link__session=OuterRef("pk"))
    news = SpeakerInvitation.objects.with_news().filter(participant__session=OuterRef("pk"))
    return (
        LearningSession.objects.annotate(
            has_edition=Exists(Edition.objects.filter(session=OuterRef("pk"))),
            has_submitted=Exists(submitted),
            has_comments=Exists(comments),
            has_news=Exists(news),
        )
        .filter(
            Q(has_edition=False)
            | Q(starts_at__gt=now())
            | Q(has_submitted=True)
            | Q(has_comments=True)
            | Q(has_news=True)
            | Q(scheduled_publication__isnull=False)
        )
        .exclude(cancelled_at__isnull=False, starts_at__lte=now())
        .order_by("-starts_at", "-pk")
    )


def load_sessions() -> tuple[list[SessionAtWork], bool]:
    """Return the latest of `worked_on`, and whether there are more; a constant number of queries.

    Those held come first, the latest before the others, then those to come, the next one first.
    """
    people = Participant.objects.select_related("person__city", "speaker_invitation")
    quotes = Quote.objects.select_related("speaker__person")
    found = list(
        worked_on()
        .select_related("series", "scheduled_publication")
        .prefetch_related(
            Prefetch("participants", queryset=people), Prefetch("quotes", queryset=quotes)
        )[: LIMIT + 1]
    )
    sessions = found[:LIMIT]
    by_session = _contributions(sessions)
    rows = [NoteRows(session, by_session[session.pk]) for session in sessions]
    marks = _read_printed(rows)
    summaries = invitation_summaries(sessions)
    comments = _open_comments(sessions)
    loaded = [
        SessionAtWork(
            one,
            city_lines(one, marks, summaries),
            comments[one.session.pk],
            is_published=one.session.has_edition,  # type: ignore[attr-defined]
        )
        for one in rows
    ]
    held = [one for one in loaded if one.session.starts_at <= now()]
    to_come = [one for one in loaded if one.session.starts_at > now()]
    return [*held, *reversed(to_come)], len(found) > LIMIT


def _open_comments(sessions: Sequence[LearningSession]) -> dict[int, Counter[str]]:
    found: dict[int, Counter[str]] = {session.pk: Counter() for session in sessions}
    rows = ReviewComment.objects.open().filter(link__session__in=sessions)
    for session, role in rows.values_list("link__session", "link__role"):
        found[session][role] += 1
    return found


def _contributions(sessions: Sequence[LearningSession]) -> dict[int, list[Contribution]]:
    found: dict[int, list[Contribution]] = {session.pk: [] for session in sessions}
    by_key = {session.pk: session for session in sessions}
    rows = (
        Contribution.objects.filter(session__in=sessions)
        .select_related("city", "representative")
        .defer("draft", "wording_before")
        .with_answerable()
        .with_entered()
        .order_by("order", "pk")
    )
    for row in rows:
        row.session = by_key[row.session_id]
        found[row.session_id].append(row)
    return found


def _read_printed(rows: Sequence[NoteRows]) -> Marks:
    """Read what is printed of the contributions. Return the marks of its translations."""
    printed = [contribution for one in rows for contribution in one.printed]
    prefetch_related_objects(printed, *printed_relations(with_checks=True))
    answers = {
        answer for one in printed for answer in (*one.responses.all(), *one.challenges.all())
    }
    return TranslationMark.objects.by_text(answers)
